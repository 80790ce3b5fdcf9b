// A join made of done callbacks tells the call graph whom it waits for

import {
  captureCallGraph,
  coroutine,
  createTask,
  type Future,
  getRunningLoop,
  sleep,
  type Task,
} from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  yield* sleep(10)
})

function join(...tasks: Task<unknown>[]): Future<string> {
  const joined = getRunningLoop().createFuture<string>()
  const left = new Set(tasks)
  for (const task of tasks) {
    task.addDoneCallback(() => {
      left.delete(task)
      if (left.size === 0) joined.setResult('joined')
    })
  }
  return joined
}

const waitFor = coroutine(function* waitFor(joined: Future<string>) {
  return yield* joined
})

function awaiting(task: Task<unknown>): number[] {
  const awaitedBy = captureCallGraph(task)?.awaitedBy ?? []
  return [awaitedBy.length, ...awaitedBy.map((edge) => edge.awaitedBy.length)]
}

export function* main() {
  const tasks = [...'ab'].map((name) => createTask(work(), { name }))
  const waiter = createTask(waitFor(join(...tasks)), { name: 'waiter' })
  yield* sleep(1)
  trace('by callbacks', ...tasks.map(awaiting))
  trace(yield* waiter)
}
