// A handler that fails is reported to the default one, and nothing is lost of the loop

import { VirtualLoop } from '@acoro/testing'
import { Boom, trace } from '../../harness/trace.ts'

class Loud extends VirtualLoop {
  override defaultExceptionHandler(context: { message: string; exception?: unknown }) {
    trace('default', context.message, context.exception)
  }
}

export async function main() {
  const loud = new Loud()
  loud.setExceptionHandler(() => {
    throw new Boom('in the handler')
  })
  loud.callSoon(() => {
    throw new Boom('in a callback')
  })
  loud.callSoon(trace, 'next callback')
  loud.callSoon(() => loud.stop())
  await loud.runForever()
}
