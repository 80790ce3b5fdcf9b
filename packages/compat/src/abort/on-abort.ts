/**
 * Listens to an AbortSignal on behalf of many.
 *
 * One signal for a whole server is the common case. A listener for each of 10,000 operations is what
 * MaxListeners warnings are about. So each signal gets one listener, which calls a set of callbacks. The
 * listener is removed with the last callback.
 */

import { describeValue, MemberList } from '@acoro/core/lowlevel'

interface Subscribers {
  readonly callbacks: MemberList<() => void>
  readonly listener: () => void
}

const subscribersOf = new WeakMap<AbortSignal, Subscribers>()

/**
 * Calls `callback` when `signal` is aborted, and at once if it is aborted already. Returns a function that
 * takes the callback back.
 */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  if (signal.aborted) {
    callback()
    return nothing
  }
  const subscribers = subscribersOf.get(signal) ?? subscribe(signal)
  const place = subscribers.callbacks.add(() => {
    // One that is called before it may have taken it back.
    if (place.isIn) callback()
  })
  return () => {
    if (!place.leave() || subscribers.callbacks.size > 0) return
    signal.removeEventListener('abort', subscribers.listener)
    subscribersOf.delete(signal)
  }
}

function subscribe(signal: AbortSignal): Subscribers {
  const callbacks = new MemberList<() => void>()
  const listener = () => {
    subscribersOf.delete(signal)
    try {
      callAll(callbacks)
    } finally {
      callbacks.clear()
    }
  }
  const subscribers = { callbacks, listener }
  signal.addEventListener('abort', listener, { once: true })
  subscribersOf.set(signal, subscribers)
  return subscribers
}

/** Throws a TypeError if `signal` is not an AbortSignal. */
export function checkSignal(signal: unknown, what?: string): asserts signal is AbortSignal {
  const known = signal as Partial<AbortSignal> | null | undefined
  if (typeof known?.aborted === 'boolean' && typeof known.addEventListener === 'function') return
  const hint = known instanceof AbortController ? ': pass its `signal`' : ''
  const where = what === undefined ? '' : ` as ${what}`
  throw new TypeError(`Expected an AbortSignal${where}, got ${describeValue(signal)}${hint}`)
}

/** Calls all callbacks, then throws the first error that one of them threw. */
function callAll(callbacks: Iterable<() => void>): void {
  let failure: { readonly error: unknown } | null = null
  for (const callback of callbacks) {
    try {
      callback()
    } catch (error) {
      failure ??= { error }
    }
  }
  if (failure !== null) throw failure.error
}

/** The reason of a signal as the message of a cancellation. Never throws: a reason may be any value. */
export function whyAborted(reason: unknown): string {
  try {
    if (reason instanceof Error && typeof reason.message === 'string') return reason.message
    if (typeof reason !== 'object' && typeof reason !== 'function') return `aborted: ${String(reason)}`
  } catch {
    // A Proxy, or a getter that throws: the value is described below.
  }
  return `aborted: ${describeValue(reason)}`
}

function nothing(): void {}
