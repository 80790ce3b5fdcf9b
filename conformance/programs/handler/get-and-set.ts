// The handler can be asked for and taken away; only a function can be set

import { getRunningLoop } from '@acoro/core'
import { attempt, trace } from '../../harness/trace.ts'

export function* main() {
  const loop = getRunningLoop()
  const handler: NonNullable<ReturnType<typeof loop.getExceptionHandler>> = (_loop, context) =>
    trace('handler', context.message)
  loop.setExceptionHandler(handler)
  trace(loop.getExceptionHandler() === handler)
  loop.callExceptionHandler({ message: 'hello' })
  attempt('a number', () => loop.setExceptionHandler(5 as unknown as null))
  loop.setExceptionHandler(null)
  trace(loop.getExceptionHandler())
}
