// Two conditions may share one lock

import { coroutine, createTask, gather, sleep } from '@acoro/core'
import { Condition, Lock } from '@acoro/sync'
import { trace } from '../../harness/trace.ts'

const consumer = coroutine(function* consumer(name: string, condition: Condition) {
  using _held = yield* condition.acquire()
  yield* condition.wait()
  trace(name)
})

export function* main() {
  const lock = new Lock()
  const full = new Condition(lock)
  const empty = new Condition(lock)
  const tasks = [createTask(consumer('full', full)), createTask(consumer('empty', empty))]
  yield* sleep(10)
  {
    using _held = yield* lock.acquire()
    trace(full.locked(), empty.locked())
    empty.notify()
  }
  yield* sleep(10)
  {
    using _held = yield* lock.acquire()
    full.notify()
  }
  yield* gather(...tasks)
}
