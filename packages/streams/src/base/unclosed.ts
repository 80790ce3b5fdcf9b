/**
 * What nobody closed, told in debug mode: asyncio's `ResourceWarning`.
 *
 * An open socket is held by the platform, so the collector never sees it; what it sees is a writer that nobody has any more, and
 * after that nobody can close the connection. Everything else is told when the loop is closed, which ends it. Where it was
 * opened is remembered by the protocol, or by the server: both are there before a transport is.
 */

import type { EventLoop } from '@acoro/core'
import { runningLoop, warnUnclosed } from '@acoro/core/lowlevel'

const places = new WeakMap<object, string>()
/** Transports and servers that were told of. */
const told = new WeakSet<object>()

/** `place` is where the program asked for what `thing` serves; undefined outside debug mode. */
export function rememberPlace(thing: object, place: string | undefined): void {
  if (place !== undefined) places.set(thing, place)
}

/** Something unclosed, and what is known of it. */
export interface Unclosed {
  /** The transport, or the server: it is told of once. */
  readonly thing: object
  /** Of whom the place may be remembered. */
  readonly known: readonly (object | undefined)[]
  /** What is wrong: `connection with 127.0.0.1:80 was still open`. */
  readonly what: string
  readonly advice: string
}

/** Tells, in debug mode, that `loop` is closed and `thing` is not. */
export function tellUnclosed(loop: EventLoop, { thing, known, what, advice }: Unclosed): void {
  if (told.has(thing)) return
  told.add(thing)
  tellOf(loop, `${what} when its event loop was closed: ${advice}`, known)
}

function tellOf(loop: EventLoop, text: string, known: readonly (object | undefined)[]): void {
  for (const one of known) {
    const place = one === undefined ? undefined : places.get(one)
    if (place === undefined) continue
    warnUnclosed(loop, `${text}. It was opened\n${place}`)
    return
  }
  warnUnclosed(loop, text)
}

/** What has to be known of a writer when it is gone. */
interface Orphan {
  readonly loop: WeakRef<EventLoop>
  readonly transport: { isClosing(): boolean; toString(): string }
  readonly known: readonly (object | undefined)[]
}

const writers = new FinalizationRegistry<Orphan>(({ loop, transport, known }) => {
  const open = loop.deref()
  if (open === undefined || transport.isClosing() || told.has(transport)) return
  told.add(transport)
  tellOf(
    open,
    `the writer of ${transport} was collected without having been closed: close() it, or open it with asyncWith`,
    known,
  )
})

/** Tells of `writer` when it is collected while its transport is open; only in debug mode. */
export function watchWriter(
  writer: object,
  transport: Orphan['transport'],
  known: readonly (object | undefined)[],
): void {
  const loop = runningLoop()
  if (loop?.getDebug() === true) writers.register(writer, { loop: new WeakRef(loop), transport, known })
}
