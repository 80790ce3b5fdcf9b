// Tasks cancelled one after the other end in that order

import { coroutine, createTask, sleep, wait } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const work = coroutine(function* work(name: string) {
  try {
    yield* sleep(100)
  } finally {
    trace(name)
  }
})

export function* main() {
  const tasks = [...'abcd'].map((name) => createTask(work(name)))
  yield* sleep(1)
  for (const index of [2, 0, 3, 1]) tasks[index]!.cancel()
  trace('cancelled')
  yield* wait(tasks)
}
