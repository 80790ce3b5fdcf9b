import { coroutine, createTask, sleep, wait } from '@acoro/core'
import type { Print, TourProgram } from './program.ts'

const phase = coroutine(function* phase(number: number) {
  yield* sleep(100 * number)
  return `phase ${number}`
})

const main = coroutine(function* main(print: Print) {
  const tasks = [1, 2, 3].map((number) => createTask(phase(number)))
  const [done, pending] = yield* wait(tasks, { timeout: 150 })
  print(`after 150 ms ${done.size} done, ${pending.size} pending`)
  const [rest] = yield* wait(pending)
  print([...done, ...rest].map((task) => task.result()).join(', '))
})

/** Waits for several tasks, up to a timeout, and cancels none of them. */
export const waitProgram: TourProgram = {
  original: 'asyncio_wait.py',
  about: 'wait for several tasks, with a time limit',
  async main(loop, print) {
    await loop.runUntilComplete(main(print))
  },
}
