/**
 * Talks to the server: one POST a question, one stream of pictures. It knows why nothing comes, and says so.
 */

import type { Answer, Ask, AskName, Failure } from '../../protocol/asks.ts'
import { PROTOCOL_VERSION, TOKEN_HEADER } from '../../protocol/limits.ts'
import type { State } from '../../protocol/state.ts'
import { EventReader } from './events.ts'

/** What the connection is, and what to do if it is broken. */
export type Connection =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  | { readonly kind: 'lost'; readonly why: string }
  /** Nothing will come: no new try. */
  | { readonly kind: 'refused'; readonly why: string }

/** The server answered, and said no. */
export class AskError extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

/** The delays between tries to connect again, in ms; the last one stays. */
const DELAYS = [500, 1000, 2000, 4000]

export class Client {
  readonly #token: string

  constructor(token: string) {
    this.#token = token
  }

  /** Asks one question. Throws AskError if the server refuses, TypeError if it is gone. */
  async ask<N extends AskName>(name: N, body: Ask<N>, signal?: AbortSignal): Promise<Answer<N>> {
    const response = await this.#post(name, body, signal)
    return (await response.json()) as Answer<N>
  }

  /** Asks for a file. AskError if it is none, too: then the answer says why. */
  async file<N extends AskName>(name: N, body: Ask<N>): Promise<Blob> {
    const response = await this.#post(name, body, undefined)
    if (!(response.headers.get('content-type') ?? '').includes('charset')) return await response.blob()
    const told = (await response.json()) as { why?: string }
    throw new AskError(409, told.why ?? 'it sent no file')
  }

  /** Pictures until `signal` aborts. It connects again by itself. */
  async watch(every: number, listener: Listener, signal: AbortSignal): Promise<void> {
    for (let tries = 0; !signal.aborted; ) {
      try {
        const response = await this.#post('watch', { every }, signal)
        // The server ends each stream after some seconds, and is asked again.
        if (await this.#read(response, listener)) {
          tries = 0
          continue
        }
        listener.connection({ kind: 'lost', why: 'the program sent no picture' })
      } catch (error) {
        if (signal.aborted) return
        const broken = brokenBy(error)
        listener.connection(broken)
        if (broken.kind === 'refused') return
      }
      await delay(DELAYS[Math.min(tries, DELAYS.length - 1)] as number, signal)
      tries += 1
    }
  }

  /** Reads the stream to its end. Returns true if a picture came. */
  async #read(response: Response, listener: Listener): Promise<boolean> {
    let came = false
    if (response.body === null) return came
    const events = new EventReader()
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
    for (;;) {
      const { value, done } = await reader.read()
      if (done) return came
      const data = events.push(value)
      if (data === null) continue
      const state = JSON.parse(data) as State
      if (state.version !== PROTOCOL_VERSION) {
        throw new AskError(
          409,
          `this page speaks version ${PROTOCOL_VERSION}, the program version ${state.version}: reload the page`,
        )
      }
      came = true
      listener.state(state)
      listener.connection({ kind: 'live' })
    }
  }

  async #post(name: AskName, body: unknown, signal: AbortSignal | undefined): Promise<Response> {
    const response = await fetch(`/api/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', [TOKEN_HEADER]: this.#token },
      body: JSON.stringify(body),
      cache: 'no-store',
      credentials: 'omit',
      signal: signal ?? null,
    })
    if (!response.ok) throw new AskError(response.status, await failureOf(response))
    return response
  }
}

export interface Listener {
  state(state: State): void
  connection(connection: Connection): void
}

async function failureOf(response: Response): Promise<string> {
  try {
    return ((await response.json()) as Failure).error
  } catch {
    return `the server answered ${response.status}`
  }
}

function brokenBy(error: unknown): Connection {
  if (error instanceof AskError) {
    if (error.status === 401 || error.status === 403) {
      return {
        kind: 'refused',
        why: `The program refused this page (${error.message}). It may have been started again: open the address that it printed last.`,
      }
    }
    if (error.status === 409) return { kind: 'refused', why: `Sorry, ${error.message}.` }
    return { kind: 'lost', why: error.message }
  }
  return { kind: 'lost', why: 'the program does not answer: it may have ended' }
}

function delay(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms)
    function done(): void {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    signal.addEventListener('abort', done)
  })
}
