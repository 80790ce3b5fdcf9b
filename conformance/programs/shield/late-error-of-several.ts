// However many shields around it were cancelled, a late error is reported once

import { coroutine, createTask, shield, sleep, type Task, wait } from '@acoro/core'
import { Boom, outcome } from '../../harness/trace.ts'

const fail = coroutine(function* fail() {
  yield* sleep(30)
  throw new Boom('late')
})

const waiting = coroutine(function* waiting(inner: Task<void>) {
  yield* outcome('waiting', shield(inner))
})

export function* main() {
  const inner = createTask(fail())
  const tasks = [0, 1, 2].map(() => createTask(waiting(inner)))
  yield* sleep(10)
  tasks[0]!.cancel()
  tasks[1]!.cancel()
  yield* wait(tasks)
  yield* sleep(50)
}
