import type { Awaitable } from '@acoro/core'

/**
 * All that the crawler knows of the network. It is this small so that tests can put a fake in its place and
 * run a whole crawl in virtual time.
 */

export interface Fetcher {
  /**
   * Asks for `url` and waits for the head of the answer. Redirects are not followed. Throws FetchFailure where
   * no answer came; cancelling closes the connection.
   */
  fetch(url: string, method?: 'GET' | 'HEAD'): Awaitable<Answer>
}

/** The head of an answer, and its body piece by piece. Disposing it drops what was not read. */
export interface Answer extends Disposable {
  readonly status: number
  /** What the server or the standard calls that status: `Not Found`. */
  readonly statusText: string
  /** Lower case, `''` where the server named none. */
  readonly contentType: string
  readonly location: string | undefined
  /** From now on, as `Retry-After` says: ms. */
  readonly retryAfter?: number | undefined
  /** The next piece of the body, `undefined` at its end. Throws FetchFailure where the connection broke. */
  read(): Awaitable<Uint8Array | undefined>
}

/** The network, or a disk, let us down; `message` says how in a few words. */
export class FetchFailure extends Error {
  override readonly name = 'FetchFailure'
  /** Whether the same request would fail again: it makes no sense to retry. */
  readonly lasting: boolean
  readonly kind: 'network' | 'file'

  constructor(
    message: string,
    options: ErrorOptions & { lasting?: boolean; kind?: 'network' | 'file' } = {},
  ) {
    super(message, options)
    this.lasting = options.lasting ?? false
    this.kind = options.kind ?? 'network'
  }
}
