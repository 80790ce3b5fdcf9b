/**
 * Reports of things that were never closed, in debug mode: asyncio's `ResourceWarning`.
 *
 * The platform holds an open socket, so it is never collected. A writer is collected when the program has
 * dropped it, and after that the connection cannot be closed any more: that is reported. Everything else is
 * reported when the loop is closed, which ends it. The protocol or the server remembers where it was opened,
 * because both exist before the transport does.
 */

import type { EventLoop } from '@acoro/core'
import { runningLoop, warnUnclosed } from '@acoro/core/lowlevel'

const places = new WeakMap<object, string>()
/** Transports and servers that have been reported. */
const told = new WeakSet<object>()

/** Remembers the `place` where the program opened what `thing` serves; undefined outside debug mode. */
export function rememberPlace(thing: object, place: string | undefined): void {
  if (place !== undefined) places.set(thing, place)
}

/** Something that was not closed, and what is known about it. */
export interface Unclosed {
  /** The transport or the server. It is reported once. */
  readonly thing: object
  /** Objects that may remember the place. */
  readonly known: readonly (object | undefined)[]
  /** What is wrong: `connection with 127.0.0.1:80 was still open`. */
  readonly what: string
  readonly advice: string
}

/** Reports, in debug mode, that `loop` is closed and `thing` is not. */
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

/** What a report needs once the writer is gone. */
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

/** Reports `writer` if it is collected while its transport is open. Only in debug mode. */
export function watchWriter(
  writer: object,
  transport: Orphan['transport'],
  known: readonly (object | undefined)[],
): void {
  const loop = runningLoop()
  if (loop?.getDebug() === true) writers.register(writer, { loop: new WeakRef(loop), transport, known })
}
