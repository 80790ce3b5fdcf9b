// FIRST_COMPLETED returns with the first that is done, and cancels nobody

import { coroutine, createTask, sleep, wait } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const work = coroutine(function* work(ms: number) {
  yield* sleep(ms)
  trace('done', ms)
})

export function* main() {
  let tasks = new Set([10, 30, 20].map((ms) => createTask(work(ms), { name: String(ms) })))
  while (tasks.size) {
    const [done, pending] = yield* wait(tasks, { returnWhen: 'FIRST_COMPLETED' })
    trace(done, pending)
    tasks = pending
  }
}
