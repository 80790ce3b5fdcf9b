// asyncio_wait: several coroutines are waited for together

import { coroutine, createTask, sleep, wait } from '@acoro/core'
import type { VirtualLoop } from '@acoro/testing'
import { trace } from '../../harness/trace.ts'

const phase = coroutine(function* phase(number: number) {
  yield* sleep(100 * number)
  trace('done with', number)
  return `phase ${number}`
})

const job = coroutine(function* job(count: number) {
  const tasks = Array.from({ length: count }, (_, number) => createTask(phase(number)))
  const [done, pending] = yield* wait(tasks)
  trace([...done].map((task) => task.result()).sort(), pending.size)
})

export async function main(loop: VirtualLoop) {
  await loop.runUntilComplete(job(3))
}
