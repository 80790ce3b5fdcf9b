// wait gives those that are done and those that are not

import { coroutine, createTask, sleep, wait } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const work = coroutine(function* work(ms: number) {
  yield* sleep(ms)
})

export function* main() {
  const tasks = [10, 30, 20].map((ms) => createTask(work(ms), { name: String(ms) }))
  trace(yield* wait(tasks))
  trace(yield* wait(tasks))
}
