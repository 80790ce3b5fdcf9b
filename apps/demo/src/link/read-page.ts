import { coroutine, toThread } from '@acoro/core'
import { transfer, workerFunction } from '@acoro/executors'
import { extractLinksFrom } from './extract-links.ts'
import type { PageType } from './page-type.ts'

/**
 * A page is parsed where it holds nobody up: in the default executor, a pool of worker threads in the command, this very
 * thread in the tests, where time is virtual. Its bytes are moved there, not copied; its links come back.
 */

const extract = workerFunction(new URL('./extract-links.ts', import.meta.url), extractLinksFrom)

/** A page as it was sent. */
export interface Page {
  readonly chunks: readonly Uint8Array[]
  readonly charset: string | undefined
  /** HTML unless given. */
  readonly type?: PageType
}

/** What the page links to. Cancelling it drops the page. */
export const readPage = coroutine(function* readPage({ chunks, charset, type }: Page) {
  const bytes = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0))
  let offset = 0
  for (const chunk of chunks) {
    bytes.set(chunk, offset)
    offset += chunk.length
  }
  return yield* toThread(extract, transfer(bytes), charset, type)
})
