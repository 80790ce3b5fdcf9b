import { coroutine, toThread } from '@acoro/core'
import { transfer, workerFunction } from '@acoro/executors'
import { extractLinksFrom } from './extract-links.ts'
import type { PageType } from './page-type.ts'

/**
 * Parses a page in the default executor, where it blocks nobody. The command has a pool of worker threads; in
 * the tests, whose time is virtual, it is this thread. The bytes are moved there, not copied.
 */

const extract = workerFunction(new URL('./extract-links.ts', import.meta.url), extractLinksFrom)

/** A page as it was sent. */
export interface Page {
  readonly chunks: readonly Uint8Array[]
  readonly charset: string | undefined
  /** HTML by default. */
  readonly type?: PageType
}

/** The links and anchors of the page. A cancel drops the page. */
export const readPage = coroutine(function* readPage({ chunks, charset, type }: Page) {
  const bytes = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0))
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.length
  }
  return yield* toThread(extract, transfer(bytes), charset, type)
})
