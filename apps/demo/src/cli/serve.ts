import { type Awaitable, coroutine, getRunningLoop } from '@acoro/core'
import { OSError } from '@acoro/streams'
import { openBundledSite } from '../site/bundled-site.ts'
import type { Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'

/** `--serve`: serves the bundled site until cancelled. Throws UsageError. */
export const serveBundledSite = coroutine(function* serveBundledSite(port: number, terminal: Terminal) {
  using site = yield* onPort('serve', port, openBundledSite(port))
  terminal.writeOut(`the bundled site is at ${site.url} until Ctrl-C\n`)
  return yield* getRunningLoop().createFuture<never>()
})

/**
 * Waits until `opening` listens on the port that `option` names. Throws UsageError if the port is taken or
 * not allowed.
 */
export const onPort = coroutine(function* onPort<T>(option: string, port: number, opening: Awaitable<T>) {
  try {
    return yield* opening
  } catch (error) {
    if (!(error instanceof OSError)) throw error
    throw new UsageError(`--${option} ${port}: ${error.message.split('\n')[0]}`)
  }
})
