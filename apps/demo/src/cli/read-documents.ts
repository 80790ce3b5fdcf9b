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
 * Reads the inputs whose names do not tell their type: standard input, and files such as `links.txt`.
 *
 * A text that begins like an HTML page is read as HTML. Any other is read as Markdown, where a bare address
 * is a link.
 */

/** Returns the documents by address. Throws UsageError for a file that cannot be read. */
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
  // Only what begins a whole page: much Markdown begins with a tag, too.
  return /^\s*<(!doctype|html|head|body|\?xml)/i.test(new TextDecoder().decode(bytes.subarray(0, 1024)))
    ? 'text/html'
    : 'text/markdown'
}
