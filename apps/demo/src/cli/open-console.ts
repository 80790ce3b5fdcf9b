import { serveConsole } from '@acoro/console'
import type { Terminal } from './terminal.ts'

/**
 * `--console`: a page that shows the tasks of this program at work, and the commands that do so in another
 * terminal. Whoever has the address may look, and cancel single tasks. It ends with the program.
 */
export async function openConsole(terminal: Terminal): Promise<void> {
  const { url } = await serveConsole({ cancel: true, source: true })
  terminal.writeError(`console: ${url}\n`)
  terminal.writeError(`or in another terminal: npx acoro top ${process.pid}\n`)
}
