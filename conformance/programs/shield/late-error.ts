// An error of the inner one after the outer was cancelled goes to the exception handler

import { coroutine, getRunningLoop, shield, sleep } from '@acoro/core'
import { Boom, outcome, trace } from '../../harness/trace.ts'

const fail = coroutine(function* fail() {
  yield* sleep(30)
  throw new Boom('late')
})

export function* main() {
  const loop = getRunningLoop()
  loop.setExceptionHandler((_loop, context) => trace('handler', context.exception, 'future' in context))
  const outer = shield(fail())
  yield* sleep(10)
  trace(outer.cancel())
  yield* outcome('outer', outer)
  yield* sleep(50)
}
