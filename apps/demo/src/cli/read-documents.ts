import { readFileSync } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { fromPromise } from '@acoro/compat'
import { coroutine } from '@acoro/core'
import { contentTypeOf, type Document } from '../fetch/file-fetcher.ts'
import { why } from '../store/disk-error.ts'
import { STDIN } from './parse-start.ts'
import type { Terminal } from './terminal.ts'
import { UsageError } from './usage-error.ts'

/**
 * What was named on the command line and is not read by its name: standard input, and a file such as `links.txt`. It is
 * read as HTML if it begins like that, else as Markdown, in which an address alone on its line is a link.
 */

/** By address. Throws UsageError for a file that cannot be read. */
export const readDocuments = coroutine(function* readDocuments(
  starts: readonly string[],
  terminal: Terminal,
) {
  const documents = new Map<string, Document>()
  for (const start of starts) {
    if (start === STDIN) {
      const { input } = terminal
      const bytes = input === undefined ? new Uint8Array() : yield* fromPromise(buffer(input))
      documents.set(start, { bytes, contentType: guess(bytes) })
    } else if (start.startsWith('file:') && contentTypeOf(start) === '') {
      const bytes = readNamed(fileURLToPath(start))
      documents.set(start, { bytes, contentType: guess(bytes) })
    }
  }
  return documents
})

function readNamed(path: string): Uint8Array {
  try {
    return readFileSync(path)
  } catch (error) {
    throw new UsageError(`${JSON.stringify(path)} cannot be read: ${why(error)}`)
  }
}

function guess(bytes: Uint8Array): string {
  // Much Markdown begins with a tag, too.
  return /^\s*<(!doctype|html|head|body|\?xml)/i.test(new TextDecoder().decode(bytes.subarray(0, 1024)))
    ? 'text/html'
    : 'text/markdown'
}
