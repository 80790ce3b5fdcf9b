import { type FileHandle, open, stat } from 'node:fs/promises'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { fromPromise } from '@acoro/compat'
import { type Coroutine, coroutine } from '@acoro/core'
import { isCode, why } from '../store/disk-error.ts'
import { type Answer, type Fetcher, FetchFailure } from './fetcher.ts'

/**
 * Files beside the network: a `file:` address is opened on disk, any other goes to `network`. Documents that are at hand
 * already, such as standard input, are taken as they are.
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

/** `documents`: by address. */
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

/** What a file is read as, by its name; `''` for one that is not read. */
export function contentTypeOf(path: string): string {
  return TYPES[extname(path).toLowerCase()] ?? ''
}

const openFile = coroutine(function* openFile(url: string) {
  try {
    const path = fileURLToPath(url)
    const type = contentTypeOf(path)
    // A device or a pipe could be read for ever: that it is there is enough.
    const stats = yield* fromPromise(stat(path))
    if (type === '' || !stats.isFile()) return new FileAnswer('', undefined) as Answer
    return new FileAnswer(type, yield* fromPromise(open(path))) as Answer
  } catch (error) {
    throw toFailure(error)
  }
})

/** A CancelledError passes; what the disk says becomes a FetchFailure. */
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
    // Fails if it is closed already, which is as good.
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
