// An error while a generator is shut down goes to the exception handler, with the generator

import { asyncGenerator, emit, getRunningLoop } from '@acoro/core'
import { Boom, trace } from '../../harness/trace.ts'

const resource = asyncGenerator(function* resource() {
  try {
    yield* emit('item')
  } finally {
    // biome-ignore lint/correctness/noUnsafeFinally: this is what the program is about
    throw new Boom('while closing')
  }
})

export function* main() {
  const loop = getRunningLoop()
  const items = resource()
  loop.setExceptionHandler((_owner, context) =>
    trace(Object.keys(context).sort(), context.exception, context.asyncgen === items),
  )
  yield* items.anext()
  yield* loop.shutdownAsyncgens()
}
