import pc from 'picocolors'
import { isCode, why } from '../store/disk-error.ts'
import type { Terminal } from './terminal.ts'

/** The terminal, or the files, this process writes to. */
export function processTerminal(): Terminal {
  process.stdout.on('error', (error) => {
    // `linkcheck | head`: the reader may leave early, which is no error of ours.
    if (isCode(error, 'EPIPE')) return
    process.stderr.write(`linkcheck: standard output cannot be written: ${why(error)}\n`)
    endWith(2)
  })
  // There is nothing left to say it on.
  process.stderr.on('error', () => {})
  return {
    get input() {
      return process.stdin
    },
    writeOut: (text) => void process.stdout.write(text),
    writeError: (text) => void process.stderr.write(text),
    color: pc.isColorSupported && process.stdout.isTTY === true,
    screen: process.stderr.isTTY === true ? process.stderr : undefined,
  }
}

/** At the end, whatever the command says about its links: a report that was lost is worse. */
function endWith(code: number): void {
  process.once('exit', () => {
    process.exitCode = code
  })
}
