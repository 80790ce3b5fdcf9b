// The graph of a task lists who awaits it, and who awaits those

import {
  captureCallGraph,
  coroutine,
  createTask,
  currentTask,
  type Future,
  type FutureCallGraph,
  sleep,
  type Task,
  wait,
} from '@acoro/core'
import { show, trace } from '../../harness/trace.ts'

const leaf = coroutine(function* leaf() {
  yield* sleep(100)
})

const middle = coroutine(function* middle(task: Task<void>) {
  yield* task
})

type Tree = (Future<unknown> | Tree)[]

function tree(graph: FutureCallGraph): Tree {
  return [graph.future, ...graph.awaitedBy.map(tree).sort((a, b) => (show(a) < show(b) ? -1 : 1))]
}

export function* main() {
  currentTask()!.name = 'main'
  const task = createTask(leaf(), { name: 'leaf' })
  const first = createTask(middle(task), { name: 'first' })
  const second = createTask(middle(task), { name: 'second' })
  const above = createTask(middle(second), { name: 'above' })
  yield* sleep(1)
  trace(tree(captureCallGraph(task)!))
  trace(tree(captureCallGraph(second)!))
  trace(tree(captureCallGraph(above)!))
  trace(tree(captureCallGraph()!))
  task.cancel()
  yield* wait([first, above])
}
