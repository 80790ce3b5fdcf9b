import { type AsyncContextManager, asyncWith, coroutine, sleep } from '@acoro/core'
import type { Print, TourProgram } from './program.ts'

class Connection implements AsyncContextManager<string> {
  readonly #print: Print

  constructor(print: Print) {
    this.#print = print
  }

  *aenter() {
    yield* sleep(50)
    return 'a connection'
  }

  *aexit(error: unknown) {
    yield* sleep(50)
    this.#print(error === undefined ? 'closed' : `closed after: ${error}`)
    return true
  }
}

const main = coroutine(function* main(print: Print) {
  yield* asyncWith(new Connection(print), function* (value) {
    print(`using ${value}`)
  })
  yield* asyncWith(new Connection(print), function* () {
    throw new Error('lost')
  })
  print('the error was swallowed: aexit returned true')
})

/** Entering and leaving may wait. Leaving always happens, whatever the body does. */
export const asyncWithProgram: TourProgram = {
  original: 'async with: __aenter__() and __aexit__()',
  about: 'async context managers',
  main: (loop, print) => loop.runUntilComplete(main(print)),
}
