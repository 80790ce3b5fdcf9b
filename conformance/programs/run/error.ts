// run raises what main raises

import { CancelledError, coroutine, run, sleep } from '@acoro/core'
import { Boom, newLoop, trace } from '../../harness/trace.ts'

const fail = coroutine(function* fail() {
  yield* sleep(10)
  throw new Boom('from main')
})

const giveUp = coroutine(function* giveUp() {
  throw new CancelledError('by hand')
})

export async function main() {
  await run(fail(), { loopFactory: newLoop }).catch((error) => trace('fail', 'raised', error))
  await run(giveUp(), { loopFactory: newLoop }).catch((error) => trace('cancelled', 'raised', error))
}
