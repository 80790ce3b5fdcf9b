import { coroutine, createTask, sleep } from '@acoro/core'
import type { Print, TourProgram } from './program.ts'

const f = coroutine(function* f() {
  yield* sleep(100)
})

/** Keeps the name of the file, and drops the folder of this machine. */
function shown(value: unknown): string {
  return String(value).replace(/ at \S+[/\\]/g, ' at ')
}

const main = coroutine(function* main(print: Print) {
  const task = createTask(f(), { name: 'T' })
  task.addDoneCallback(function callback() {})
  print(shown(task))
  yield* sleep(50)
  print(shown(task))
  yield* task
  print(shown(task))
})

/** A task prints its state, its coroutine, and what it waits for. */
export const taskStates: TourProgram = {
  original: 'print(task): <Task pending coro=<f() running at …>>',
  about: 'a task printed before, during and after its run',
  async main(loop, print) {
    await loop.runUntilComplete(main(print))
  },
}
