/** Starts the console of a program that preloaded this package. Whatever fails, the program goes on. */

import { hostText } from '../base/authority.ts'
import { optionsOf, settingsOf } from './options.ts'
import { shouldStart } from './preloaded.ts'
import { serveOnce } from './serve-console.ts'

export async function startPreloaded(): Promise<void> {
  if (!shouldStart(process.execArgv, process.env)) return
  try {
    const { host, port, url } = await serveOnce(settingsOf(optionsOf(process.env)), false)
    // The token lets in, so it stays out of log files.
    const where = process.stderr.isTTY
      ? url
      : `http://${hostText(host)}:${port}/ (npx acoro console ${process.pid})`
    process.stderr.write(`acoro console: ${where}\n`)
  } catch (error) {
    process.emitWarning(
      `No console of acoro: ${error instanceof Error ? error.message : 'something was thrown'}`,
    )
  }
}
