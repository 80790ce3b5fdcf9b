// Whoever gathers, waits for, shields or groups a task awaits it

import {
  captureCallGraph,
  coroutine,
  createTask,
  currentTask,
  type Future,
  type FutureCallGraph,
  gather,
  shield,
  sleep,
  type Task,
  taskGroup,
  wait,
  waitFor,
} from '@acoro/core'
import { show, trace } from '../../harness/trace.ts'

const leaf = coroutine(function* leaf() {
  yield* sleep(100)
})

const gathering = coroutine(function* gathering(task: Task<void>) {
  yield* gather(task, sleep(100))
})

const waiting = coroutine(function* waiting(task: Task<void>) {
  yield* wait([task])
})

const shielding = coroutine(function* shielding(task: Task<void>) {
  yield* shield(task)
})

const limiting = coroutine(function* limiting(task: Task<void>) {
  yield* waitFor(task, 1000)
})

const grouping = coroutine(function* grouping(kept: Task<void>[]) {
  yield* taskGroup(function* (group) {
    kept.push(group.createTask(leaf(), { name: 'child' }))
  })
})

type Tree = (Future<unknown> | Tree)[]

function tree(graph: FutureCallGraph): Tree {
  return [graph.future, ...graph.awaitedBy.map(tree)]
}

export function* main() {
  currentTask()!.name = 'main'
  const task = createTask(leaf(), { name: 'leaf' })
  const tasks: Task<void>[] = [gathering, waiting, shielding, limiting].map((body) =>
    createTask(body(task), { name: body.name }),
  )
  const kept: Task<void>[] = []
  tasks.push(createTask(grouping(kept), { name: 'grouping' }))
  yield* sleep(1)
  const names = captureCallGraph(task)!.awaitedBy.map((each) => show(each.future))
  trace(names.sort())
  trace(tree(captureCallGraph(kept[0])!))
  yield* wait(tasks)
}
