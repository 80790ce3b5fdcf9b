import { type Awaitable, coroutine, getRunningLoop, sleep } from '@acoro/core'
import { type Answer, type Fetcher, FetchFailure } from '../src/fetch/fetcher.ts'

/**
 * A network that exists in virtual time only. An answer sleeps on the clock of the loop, and every request is
 * noted.
 */

export interface FakeAnswer {
  readonly status?: number
  readonly type?: string
  readonly location?: string
  readonly body?: string
  /** How long each piece of the body takes, in ms. */
  readonly pieces?: number
  readonly pieceDelay?: number
  /** How long the head takes, in ms. */
  readonly delay?: number
  readonly retryAfter?: number
  /** The status of a HEAD, if it is another one. */
  readonly headStatus?: number
  /** The request fails with this message. */
  readonly failure?: string
  /** The failure would come again. */
  readonly lasting?: boolean
}

export const NEVER: FakeAnswer = { delay: 1e9 }

/** One answer for every request, or one for each, of which the last stays. */
export type Script = Readonly<Record<string, FakeAnswer | readonly FakeAnswer[]>>

export function page(...links: string[]): FakeAnswer {
  return { body: links.map((link) => `<a href="${link}">${link}</a>`).join('\n') }
}

export class FakeSite implements Fetcher {
  /** `<time> <url>` of each request. */
  readonly log: string[] = []
  /** How many bytes of each body were read. */
  readonly read = new Map<string, number>()
  /** How many requests and answers are not disposed. */
  open = 0
  mostAtOnce = new Map<string, number>()
  readonly #script: Script
  readonly #requests = new Map<string, number>()
  readonly #atOnce = new Map<string, number>()

  constructor(script: Script) {
    this.#script = script
  }

  fetch(url: string, method: 'GET' | 'HEAD' = 'GET'): Awaitable<Answer> {
    return answerFor(this, url, method)
  }

  scripted(url: string, method: 'GET' | 'HEAD'): FakeAnswer {
    const nth = this.#requests.get(url) ?? 0
    this.#requests.set(url, nth + 1)
    this.log.push(`${getRunningLoop().time()} ${method === 'GET' ? '' : 'HEAD '}${url}`)
    const scripted = this.#script[url] ?? { status: 404 }
    const answer = isList(scripted) ? scripted[Math.min(nth, scripted.length - 1)]! : scripted
    return method === 'HEAD' && answer.headStatus !== undefined
      ? { ...answer, status: answer.headStatus }
      : answer
  }

  begin(url: string): Disposable {
    const { host } = new URL(url)
    const now = (this.#atOnce.get(host) ?? 0) + 1
    this.#atOnce.set(host, now)
    this.mostAtOnce.set(host, Math.max(now, this.mostAtOnce.get(host) ?? 0))
    this.open++
    return {
      [Symbol.dispose]: () => {
        this.open--
        this.#atOnce.set(host, this.#atOnce.get(host)! - 1)
      },
    }
  }
}

function isList(scripted: FakeAnswer | readonly FakeAnswer[]): scripted is readonly FakeAnswer[] {
  return Array.isArray(scripted)
}

const answerFor = coroutine(function* answerFor(site: FakeSite, url: string, method: 'GET' | 'HEAD') {
  const scripted = site.scripted(url, method)
  const connection = site.begin(url)
  let answered = false
  try {
    yield* sleep(scripted.delay ?? 10)
    if (scripted.failure !== undefined)
      throw new FetchFailure(scripted.failure, { lasting: scripted.lasting ?? false })
    answered = true
    return new ScriptedAnswer(site, url, scripted, connection)
  } finally {
    if (!answered) connection[Symbol.dispose]()
  }
})

class ScriptedAnswer implements Answer {
  readonly status: number
  readonly statusText: string
  readonly contentType: string
  readonly location: string | undefined
  readonly retryAfter: number | undefined
  readonly #site: FakeSite
  readonly #url: string
  readonly #scripted: FakeAnswer
  readonly #connection: Disposable
  readonly #body: Uint8Array
  #piece = 0

  constructor(site: FakeSite, url: string, scripted: FakeAnswer, connection: Disposable) {
    this.status = scripted.status ?? 200
    this.statusText = `status ${this.status}`
    this.contentType = scripted.type ?? 'text/html; charset=utf-8'
    this.location = scripted.location
    this.retryAfter = scripted.retryAfter
    this.#site = site
    this.#url = url
    this.#scripted = scripted
    this.#connection = connection
    this.#body = new TextEncoder().encode(scripted.body ?? '')
  }

  read(): Awaitable<Uint8Array | undefined> {
    return readPiece(() => this.#next(), this.#scripted.pieceDelay)
  }

  #next(): Uint8Array | undefined {
    const pieces = this.#scripted.pieces ?? 1
    if (this.#piece === pieces) return undefined
    const size = Math.ceil(this.#body.length / pieces)
    const piece = this.#body.subarray(this.#piece * size, ++this.#piece * size)
    this.#site.read.set(this.#url, (this.#site.read.get(this.#url) ?? 0) + piece.length)
    return piece
  }

  [Symbol.dispose](): void {
    this.#connection[Symbol.dispose]()
  }
}

const readPiece = coroutine(function* readPiece(
  next: () => Uint8Array | undefined,
  delay: number | undefined,
) {
  if (delay !== undefined) yield* sleep(delay)
  return next()
})
