// An error that nobody asked for reaches the exception handler when the loop is done with

import type { VirtualLoop } from '@acoro/testing'
import { Boom, trace } from '../../harness/trace.ts'

export async function main(loop: VirtualLoop) {
  loop.setExceptionHandler((_owner, context) => trace('handler', context.message, '/', context.exception))
  const quiet = loop.createFuture()
  quiet.setException(new Boom('asked for'))
  quiet.exception()
  const loud = loop.createFuture()
  loud.setException(new Boom('never asked for'))
  loop.callSoon(() => loop.stop())
  await loop.runForever()
  trace('closing')
  loop.close()
  trace('closed')
}
