// Signals that cannot be caught, and coroutines as handlers are refused

import { getRunningLoop } from '@acoro/core'
import { attempt } from '../../harness/trace.ts'

export function* main() {
  const loop = getRunningLoop()
  attempt('kill', () => loop.addSignalHandler('SIGKILL', () => {}))
  attempt('stop', () => loop.addSignalHandler('SIGSTOP', () => {}))
  attempt('none', () => loop.addSignalHandler('SIGNONE', () => {}))
  attempt('coroutine', () => loop.addSignalHandler('SIGUSR2', function* () {}))
  attempt('remove', () => loop.removeSignalHandler('SIGUSR2'))
}
