/**
 * Listens to both kinds of emitters: those of Node (`on`, `off`) and those of the DOM (`addEventListener`).
 *
 * Assumption: an object that has `on` is of the first kind, even if it has both. Such objects pass all
 * arguments of an event.
 */

import { describeValue } from '@acoro/core/lowlevel'

/** Node's EventEmitter, and objects like it. */
export interface EmitterLike {
  // biome-ignore lint/suspicious/noExplicitAny: listeners of whatever events.
  on(event: any, listener: (...args: any[]) => void): unknown
  // biome-ignore lint/suspicious/noExplicitAny: see above.
  removeListener(event: any, listener: (...args: any[]) => void): unknown
}

/** The DOM's EventTarget: elements, sockets, workers, signals. */
export interface TargetLike {
  // biome-ignore lint/suspicious/noExplicitAny: listeners of whatever events.
  addEventListener(event: string, listener: (event: any) => void): unknown
  // biome-ignore lint/suspicious/noExplicitAny: see above.
  removeEventListener(event: string, listener: (event: any) => void): unknown
}

export type EventName = string | symbol

type Listener = (...args: unknown[]) => void

/** Throws a TypeError if `emitter` emits no events, or if `event` is not the name of one. */
export function checkEmitter(emitter: unknown, event: unknown): asserts emitter is EmitterLike | TargetLike {
  if (!isEmitter(emitter) && !isTarget(emitter)) {
    throw new TypeError(`Expected an event emitter or an EventTarget, got ${describeValue(emitter)}`)
  }
  if (typeof event !== 'string' && typeof event !== 'symbol') {
    throw new TypeError(`Expected the name of an event, a string or a symbol, got ${describeValue(event)}`)
  }
}

/** Is it an emitter of Node's kind, which reports failures as the event 'error'? */
export function isEmitter(emitter: unknown): emitter is EmitterLike {
  const known = emitter as Partial<EmitterLike> | null | undefined
  return typeof known?.on === 'function' && typeof known.removeListener === 'function'
}

function isTarget(emitter: unknown): emitter is TargetLike {
  const known = emitter as Partial<TargetLike> | null | undefined
  return typeof known?.addEventListener === 'function' && typeof known.removeEventListener === 'function'
}

/** An event, and the function that is called with its arguments. */
export type Listening = readonly [event: EventName, listener: Listener]

/**
 * Listens to all of `listenings`, or to none if one of them throws. Returns a function that stops all of
 * them.
 */
export function listen(emitter: EmitterLike | TargetLike, listenings: readonly Listening[]): () => void {
  const stops: (() => void)[] = []
  const stop = () => {
    let failure: { readonly error: unknown } | null = null
    for (const stopOne of stops.splice(0)) {
      try {
        stopOne()
      } catch (error) {
        failure ??= { error }
      }
    }
    if (failure !== null) throw failure.error
  }
  try {
    for (const [event, listener] of listenings) stops.push(listenTo(emitter, event, listener))
  } catch (error) {
    stop()
    throw error
  }
  return stop
}

function listenTo(emitter: EmitterLike | TargetLike, event: EventName, listener: Listener): () => void {
  if (isEmitter(emitter)) {
    emitter.on(event, listener)
    return () => void emitter.removeListener(event, listener)
  }
  emitter.addEventListener(event as string, listener)
  return () => void emitter.removeEventListener(event as string, listener)
}
