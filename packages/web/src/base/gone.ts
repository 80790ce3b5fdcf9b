/**
 * Has the client gone? Told by the `close` of Node's answer, the one event of Node that does not lie.
 *
 * `close` of the request comes as soon as its body has been read, so every POST would seem to leave. `close`
 * of the answer comes at its end, too: the client has gone only if not everything was written before. HTTP/2
 * marks a cancelled stream as finished, so there the stream is asked. An answer that waits behind another one
 * on its socket (pipelining) never closes, so there the socket is asked. On Deno the body of the request ends
 * before the answer closes, so that the program would see an error in place of its cancel. There the request
 * is heard, too, whose `aborted` comes first, and only if not all of it has arrived.
 */

import { MemberList } from '@acoro/core/lowlevel'

const isDeno = 'Deno' in globalThis

/** A ServerResponse of Node, and what is needed of its insides. */
export interface Outgoing extends Closable {
  readonly closed: boolean
  readonly writableEnded: boolean
  readonly writableFinished: boolean
  readonly socket: unknown
  on(event: 'close', listener: () => void): unknown
  removeListener(event: 'close', listener: () => void): unknown
}

interface Closable {
  readonly destroyed: boolean
  once(event: 'close', listener: () => void): unknown
}

interface Internals {
  readonly req?: Incoming
  readonly stream?: { readonly aborted: boolean; readonly rstCode: number | undefined } | null
}

interface Incoming {
  readonly socket?: Closable | null
  on?(event: 'aborted', listener: () => void): unknown
  removeListener?(event: 'aborted', listener: () => void): unknown
}

/** Did the connection end before the answer did? Ask it once the answer, or its socket, is closed. */
export function hasGone(res: Outgoing): boolean {
  const { stream } = res as Internals
  if (stream) return stream.aborted || (stream.rstCode ?? 0) !== 0 || !res.writableEnded
  return !res.writableFinished
}

/** Calls `gone` if the client goes before the answer is whole. Returns what takes it back. */
export function onGone(res: Outgoing, gone: () => void): () => void {
  const ear = new Ear(res, { leave: gone })
  return () => ear.release()
}

/** What is told that the client has gone. */
interface Left {
  leave(): unknown
}

/**
 * Tells `left` if the client goes before the answer is whole. One for each request that waits, so it is one
 * object and one function.
 */
export class Ear {
  readonly #res: Outgoing
  readonly #left: Left
  #queued: (() => void) | null = null

  constructor(res: Outgoing, left: Left) {
    this.#res = res
    this.#left = left
    const { socket } = res
    const carrier = (socket ?? (res as Internals).req?.socket ?? undefined) as Closable | undefined
    if (res.closed || res.destroyed || carrier?.destroyed === true) {
      if (hasGone(res)) left.leave()
      return
    }
    // Not `once`, which makes two objects more: `#closed` takes itself back.
    res.on('close', this.#closed)
    if (isDeno) (res as Internals).req?.on?.('aborted', this.#closed)
    if (socket === null && carrier !== undefined) this.#queued = onClose(carrier, this.#closed)
  }

  release(): void {
    this.#res.removeListener('close', this.#closed)
    if (isDeno) (this.#res as Internals).req?.removeListener?.('aborted', this.#closed)
    this.#queued?.()
  }

  readonly #closed = (): void => {
    this.release()
    if (hasGone(this.#res)) this.#left.leave()
  }
}

const listeners = new WeakMap<Closable, MemberList<() => void>>()

/** One listener a socket, however many answers wait there: many would be reported as a leak. */
function onClose(socket: Closable, closed: () => void): () => void {
  let known = listeners.get(socket)
  if (known === undefined) {
    const all = new MemberList<() => void>()
    known = all
    listeners.set(socket, all)
    socket.once('close', () => {
      for (const listener of all) listener()
    })
  }
  const place = known.add(closed)
  return () => void place.leave()
}
