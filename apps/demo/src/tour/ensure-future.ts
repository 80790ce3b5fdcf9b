import { type Awaitable, coroutine, createTask, ensureFuture, sleep } from '@acoro/core'
import type { Print, TourProgram } from './program.ts'

const work = coroutine(function* work(name: string) {
  yield* sleep(100)
  return name
})

const inner = coroutine(function* inner(given: Awaitable<string>, print: Print) {
  const future = ensureFuture(given)
  print(`the same object: ${future === given}`)
  print(`it gave ${yield* future}`)
})

const main = coroutine(function* main(print: Print) {
  yield* inner(work('a coroutine'), print)
  yield* inner(createTask(work('a task')), print)
})

/** A function that takes an awaitable need not know how it was made. */
export const ensureFutureProgram: TourProgram = {
  original: 'asyncio_ensure_future.py',
  about: 'make a future of whatever can be awaited',
  async main(loop, print) {
    await loop.runUntilComplete(main(print))
  },
}
