import { CancelledError, coroutine, createTask } from '@acoro/core'
import type { Print, TourProgram } from './program.ts'

const work = coroutine(function* work(print: Print) {
  print('never printed')
})

const main = coroutine(function* main(print: Print) {
  const task = createTask(work(print))
  print(`cancelling: ${task.cancel()}`)
  try {
    yield* task
  } catch (error) {
    if (!(error instanceof CancelledError)) throw error
    print(`cancelled before it began: ${task.cancelled()}`)
  }
})

/** A task that is cancelled before its first step never runs. */
export const cancelTask: TourProgram = {
  original: 'asyncio_cancel_task.py',
  about: 'cancel a task before it begins',
  async main(loop, print) {
    await loop.runUntilComplete(main(print))
  },
}
