import { type FileHandle, open, stat } from 'node:fs/promises'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fromPromise } from '@acoro/compat'
import { type Coroutine, coroutine } from '@acoro/core'
import { isCode, why } from '../store/disk-error.ts'
import { type Answer, type Fetcher, FetchFailure } from './fetcher.ts'

/**
 * Adds files to the network: `file:` addresses are opened on disk, all others go to `network`. Documents that
 * are read already, such as standard input, are used as they are.
 */

export interface Document {
  readonly contentType: string
  readonly bytes: Uint8Array
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css',
  '.htm': 'text/html',
  '.html': 'text/html',
  '.markdown': 'text/markdown',
  '.md': 'text/markdown',
  '.xhtml': 'application/xhtml+xml',
}

const BLOCK_BYTES = 64 * 1024

/** `documents` are keyed by address. */
export function fileFetcher(network: Fetcher, documents: ReadonlyMap<string, Document>): Fetcher {
  return {
    fetch: coroutine(function* fetchAny(url: string, method: 'GET' | 'HEAD' = 'GET') {
      if (!url.startsWith('file:')) return yield* network.fetch(url, method)
      const document = documents.get(url)
      if (document !== undefined) return new FileAnswer(document.contentType, document.bytes) as Answer
      return yield* openFile(url)
    }),
  }
}

/** The content type that the name of a file stands for; `''` if the file is not read for links. */
export function contentTypeOf(path: string): string {
  return TYPES[extname(path).toLowerCase()] ?? ''
}

const openFile = coroutine(function* openFile(url: string) {
  try {
    const path = fileURLToPath(url)
    const type = contentTypeOf(path)
    // Devices and pipes may have no end. That they exist is enough.
    const stats = yield* fromPromise(stat(path))
    if (type === '' || !stats.isFile()) return new FileAnswer('', undefined) as Answer
    return new FileAnswer(type, yield* fromPromise(open(path))) as Answer
  } catch (error) {
    throw toFailure(error)
  }
})

/** Errors of the disk become FetchFailures. Others, such as a CancelledError, pass. */
function toFailure(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error
  const reason = isCode(error, 'ENOENT') ? 'there is no such file' : why(error)
  return new FetchFailure(reason, { cause: error, lasting: true, kind: 'file' })
}

class FileAnswer implements Answer {
  readonly status = 200
  readonly statusText = 'OK'
  readonly contentType: string
  readonly location: string | undefined = undefined
  #source: FileHandle | Uint8Array | undefined

  constructor(contentType: string, source: FileHandle | Uint8Array | undefined) {
    this.contentType = contentType
    this.#source = source
  }

  read(): Coroutine<Uint8Array | undefined> {
    const source = this.#source
    if (source instanceof Uint8Array) this.#source = undefined
    return readBlock(source)
  }

  [Symbol.dispose](): void {
    // This fails only if the file is closed already.
    if (this.#source !== undefined && 'close' in this.#source) this.#source.close().catch(() => {})
  }
}

const readBlock = coroutine(function* readBlock(source: FileHandle | Uint8Array | undefined) {
  if (source === undefined || source instanceof Uint8Array) return source
  try {
    const { bytesRead, buffer } = yield* fromPromise(source.read({ buffer: new Uint8Array(BLOCK_BYTES) }))
    return bytesRead === 0 ? undefined : buffer.subarray(0, bytesRead)
  } catch (error) {
    throw toFailure(error)
  }
})
