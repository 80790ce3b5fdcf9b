import { type Awaitable, coroutine, sleep } from '@acoro/core'
import type { Answer, Fetcher } from '../src/fetch/fetcher.ts'

/**
 * A site of any size, made when it is asked for. Page `n` links to its children `k·n + 1 … k·n + k`, to its
 * parent and to the start. So every page is found once as new, and many times as known. No request is kept.
 */

export const START = 'http://site.test/'

export interface SiteOptions {
  readonly pages: number
  /** How many children a page has. */
  readonly fan: number
}

export class GeneratedSite implements Fetcher {
  requests = 0
  readonly #options: SiteOptions

  constructor(options: SiteOptions) {
    this.#options = options
  }

  fetch(url: string): Awaitable<Answer> {
    this.requests++
    return answer(Number(new URL(url).pathname.slice(1)), this.#options)
  }
}

const answer = coroutine(function* answer(page: number, { pages, fan }: SiteOptions) {
  yield* sleep(20 + (page % 7))
  const first = fan * page + 1
  const children = Array.from({ length: Math.max(0, Math.min(fan, pages - first)) }, (_, n) => first + n)
  const links = [...children, Math.floor((page - 1) / fan)].filter((n) => n >= 0)
  const body = new TextEncoder().encode(
    `<a href="/">top</a>${links.map((n) => `<a href="/${n || ''}">x</a>`).join('')}`,
  )
  return new GeneratedAnswer(body)
})

class GeneratedAnswer implements Answer {
  readonly status = 200
  readonly statusText = 'OK'
  readonly contentType = 'text/html'
  readonly location = undefined
  #body: Uint8Array | undefined

  constructor(body: Uint8Array) {
    this.#body = body
  }

  *read(): Generator<undefined, Uint8Array | undefined> {
    const body = this.#body
    this.#body = undefined
    return body
  }

  [Symbol.dispose](): void {}
}
