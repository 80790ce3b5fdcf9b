import pc from 'picocolors'
import { isCode, why } from '../store/disk-error.ts'
import type { Terminal } from './terminal.ts'

/** The terminal, or the files, that this process writes to. */
export function processTerminal(): Terminal {
  process.stdout.on('error', (error) => {
    // `linkcheck | head`: the reader may leave early, and that is no error.
    if (isCode(error, 'EPIPE')) return
    process.stderr.write(`linkcheck: standard output cannot be written: ${why(error)}\n`)
    endWith(2)
  })
  // An error of standard error has nowhere to be told.
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

/** Sets the exit code at the very end, whatever the links were like: a lost report is worse. */
function endWith(code: number): void {
  process.once('exit', () => {
    process.exitCode = code
  })
}
