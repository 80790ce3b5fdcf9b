/**
 * Event emitters of both kinds: Node's (`on`, `off`) and the DOM's (`addEventListener`).
 *
 * Assumption: an object that has `on` is one of the first kind, even where it has both (Node's own `EventTarget`
 * helpers do), because those pass all arguments of the event.
 */

import { describeValue } from '@acoro/core/lowlevel'

/** Node's EventEmitter, and all who are like it. */
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

/** Refuses what emits nothing. */
export function checkEmitter(emitter: unknown, event: unknown): asserts emitter is EmitterLike | TargetLike {
  if (!isEmitter(emitter) && !isTarget(emitter)) {
    throw new TypeError(`Expected an event emitter or an EventTarget, got ${describeValue(emitter)}`)
  }
  if (typeof event !== 'string' && typeof event !== 'symbol') {
    throw new TypeError(`Expected the name of an event, a string or a symbol, got ${describeValue(event)}`)
  }
}

/** Does it report failures as the event 'error'? */
export function isEmitter(emitter: unknown): emitter is EmitterLike {
  const known = emitter as Partial<EmitterLike> | null | undefined
  return typeof known?.on === 'function' && typeof known.removeListener === 'function'
}

function isTarget(emitter: unknown): emitter is TargetLike {
  const known = emitter as Partial<TargetLike> | null | undefined
  return typeof known?.addEventListener === 'function' && typeof known.removeEventListener === 'function'
}

/** An event and what is called with its arguments. */
export type Listening = readonly [event: EventName, listener: Listener]

/** Listens to all of `listenings`, or to none if one is refused. Returns a function that stops all of it. */
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
