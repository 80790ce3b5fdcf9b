import type { Awaitable } from '@acoro/core'

/**
 * All that the crawler knows of the network. It is small, so that tests can replace it and run a whole crawl
 * in virtual time.
 */

export interface Fetcher {
  /**
   * Requests `url` and waits for the head of the answer. Does not follow redirects. Throws FetchFailure if no
   * answer came. A cancel closes the connection.
   */
  fetch(url: string, method?: 'GET' | 'HEAD'): Awaitable<Answer>
}

/** The head of an answer, and its body in pieces. Disposing it drops the rest of the body. */
export interface Answer extends Disposable {
  readonly status: number
  /** The text of the status: `Not Found`. */
  readonly statusText: string
  /** In lower case; `''` if the server named none. */
  readonly contentType: string
  readonly location: string | undefined
  /** The pause from now on that `Retry-After` asks for, in ms. */
  readonly retryAfter?: number | undefined
  /** The next piece of the body; `undefined` at its end. Throws FetchFailure if the connection broke. */
  read(): Awaitable<Uint8Array | undefined>
}

/** The network or a disk failed. `message` says how, in a few words. */
export class FetchFailure extends Error {
  override readonly name = 'FetchFailure'
  /** Would the same request fail again? Then a retry makes no sense. */
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
