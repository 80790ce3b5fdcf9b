import { closeSync, openSync, readSync } from 'node:fs'

const BLOCK_BYTES = 64 * 1024
const NEWLINE = 10

/** The lines of a file. Only one of them is in memory. Throws what node:fs throws. */
export function* readLines(path: string): Generator<string> {
  const file = openSync(path, 'r')
  try {
    // The parts of a line that continues in the next block.
    let begun: Buffer[] = []
    for (let bytes = 1; bytes > 0; ) {
      const block = Buffer.allocUnsafeSlow(BLOCK_BYTES)
      bytes = readSync(file, block)
      let start = 0
      for (let end = newline(block, start, bytes); end !== -1; end = newline(block, start, bytes)) {
        yield Buffer.concat([...begun, block.subarray(start, end)]).toString()
        begun = []
        start = end + 1
      }
      if (start < bytes) begun.push(block.subarray(start, bytes))
    }
    if (begun.length > 0) yield Buffer.concat(begun).toString()
  } finally {
    closeSync(file)
  }
}

function newline(block: Buffer, from: number, to: number): number {
  return block.subarray(0, to).indexOf(NEWLINE, from)
}
