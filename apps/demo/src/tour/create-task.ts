import { coroutine, createTask, sleep } from '@acoro/core'
import type { Print, TourProgram } from './program.ts'

const work = coroutine(function* work(print: Print) {
  print('in the task')
  yield* sleep(100)
  return 'the result'
})

const main = coroutine(function* main(print: Print) {
  const task = createTask(work(print), { name: 'work' })
  task.addDoneCallback((done) => print(`callback: ${done === task}`))
  print(`made: done ${task.done()}`)
  print(`it returned ${yield* task}`)
  print(`awaited: done ${task.done()}`)
})

/** A task runs beside the code that made it, and calls its callbacks when it is done. */
export const createTaskProgram: TourProgram = {
  original: 'asyncio_create_task.py',
  about: 'create a task, bind a callback to it, await it',
  async main(loop, print) {
    await loop.runUntilComplete(main(print))
  },
}
