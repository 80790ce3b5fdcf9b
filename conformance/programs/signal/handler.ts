// A handler is called in the loop, with its arguments, until it is removed

import { getRunningLoop } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

export function* main() {
  const loop = getRunningLoop()
  const got = loop.createFuture<string>()
  loop.addSignalHandler('SIGUSR2', () => trace('replaced'))
  loop.addSignalHandler('SIGUSR2', (value: string) => got.setResult(value), 'an argument')
  process.kill(process.pid, 'SIGUSR2')
  trace(got.done())
  trace(yield* got)
  trace(loop.removeSignalHandler('SIGUSR2'), loop.removeSignalHandler('SIGUSR2'))
}
