import pc from 'picocolors'
import type { Terminal } from './terminal.ts'

/** The terminal, or the files, this process writes to. */
export function processTerminal(): Terminal {
  // `linkcheck | head`: whoever reads may leave early, which is no error of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
  })
  return {
    writeOut: (text) => void process.stdout.write(text),
    writeError: (text) => void process.stderr.write(text),
    color: pc.isColorSupported && process.stdout.isTTY === true,
    screen: process.stderr.isTTY === true ? process.stderr : undefined,
  }
}
