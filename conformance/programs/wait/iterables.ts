// Any iterable of futures will do, and one named twice counts once

import { coroutine, createTask, sleep, wait } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const work = coroutine(function* work(ms: number) {
  yield* sleep(ms)
})

export function* main() {
  const tasks = [10, 20].map((ms) => createTask(work(ms), { name: String(ms) }))
  trace(yield* wait(tasks.values()))
  trace(yield* wait([tasks[0]!, tasks[0]!, tasks[1]!]))
  trace(yield* wait(new Set(tasks)))
}
