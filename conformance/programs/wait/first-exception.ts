// FIRST_EXCEPTION returns with the first error; a cancellation is none

import { coroutine, createTask, getRunningLoop, sleep, type Task, wait } from '@acoro/core'
import { Boom, trace } from '../../harness/trace.ts'

const work = coroutine(function* work(ms: number) {
  yield* sleep(ms)
})

const fail = coroutine(function* fail(ms: number) {
  yield* sleep(ms)
  throw new Boom('x')
})

export function* main() {
  const tasks: Task<void>[] = [
    createTask(work(10), { name: 'a' }),
    createTask(work(100), { name: 'b' }),
    createTask(fail(30), { name: 'c' }),
    createTask(work(200), { name: 'd' }),
  ]
  getRunningLoop().callLater(20, () => tasks[1]!.cancel())
  trace(yield* wait(tasks, { returnWhen: 'FIRST_EXCEPTION' }))
  trace(yield* wait(tasks, { returnWhen: 'FIRST_EXCEPTION' }))
}
