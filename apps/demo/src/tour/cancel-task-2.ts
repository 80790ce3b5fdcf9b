import { CancelledError, coroutine, createTask, type EventLoop, sleep } from '@acoro/core'
import type { Print, TourProgram } from './program.ts'

const work = coroutine(function* work(print: Print) {
  try {
    yield* sleep(1000)
  } finally {
    yield* sleep(50)
    print('cleaned up, in 50 ms')
  }
})

const main = coroutine(function* main(loop: EventLoop, print: Print) {
  const task = createTask(work(print))
  loop.callLater(100, () => {
    print('cancelling')
    task.cancel()
  })
  try {
    yield* task
  } catch (error) {
    if (!(error instanceof CancelledError)) throw error
    print('its maker hears of it, too')
  }
})

/** A cancel while the task waits: the error is thrown at that `yield*`, and `finally` may wait. */
export const cancelTask2: TourProgram = {
  original: 'asyncio_cancel_task2.py',
  about: 'cancel a task while it waits',
  async main(loop, print) {
    await loop.runUntilComplete(main(loop, print))
  },
}
