import { legacy } from '@acoro/compat'
import { sleep } from '@acoro/core'
import type { Print, TourProgram } from './program.ts'

const first = legacy(function* first(print: Print) {
  print('in the first')
  yield sleep(100)
  return 'one'
})

const both = legacy(function* both(print: Print): Generator<unknown, string[], string> {
  const one = yield first(print)
  print(`the first gave ${one}`)
  return [one, yield Promise.resolve('a promise')]
})

/**
 * Before `async def` there were decorated generators. This one has a bare `yield`, which accepts promises,
 * too.
 */
export const generatorCoroutine: TourProgram = {
  original: 'asyncio_generator.py (@asyncio.coroutine, yield from)',
  about: 'generator coroutines, as they were written before async and await',
  async main(loop, print) {
    print((await loop.runUntilComplete(both(print))).join(' / '))
  },
}
