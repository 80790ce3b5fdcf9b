// A timeout raises nothing and cancels nobody

import { coroutine, createTask, sleep, wait } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const work = coroutine(function* work(ms: number) {
  yield* sleep(ms)
  trace('done', ms)
})

export function* main() {
  const tasks = [10, 30].map((ms) => createTask(work(ms), { name: String(ms) }))
  trace(yield* wait(tasks, { timeout: 20 }))
  trace(yield* wait(tasks, { timeout: 0 }))
  trace(yield* wait(tasks, { timeout: 100 }))
}
