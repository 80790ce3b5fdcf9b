import { closeSync, openSync, readSync } from 'node:fs'

const BLOCK_BYTES = 64 * 1024
const NEWLINE = 10

/** The lines of a file, of which never more than one is in memory. Throws what node:fs throws. */
export function* readLines(path: string): Generator<string> {
  const file = openSync(path, 'r')
  try {
    let rest = Buffer.alloc(0)
    for (;;) {
      const block = Buffer.allocUnsafe(BLOCK_BYTES)
      const bytes = readSync(file, block)
      if (bytes === 0) break
      rest = Buffer.concat([rest, block.subarray(0, bytes)])
      let start = 0
      for (let end = rest.indexOf(NEWLINE); end !== -1; end = rest.indexOf(NEWLINE, start)) {
        yield rest.toString('utf8', start, end)
        start = end + 1
      }
      rest = rest.subarray(start)
    }
    if (rest.length > 0) yield rest.toString()
  } finally {
    closeSync(file)
  }
}
