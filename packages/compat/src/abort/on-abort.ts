/**
 * Listening to an AbortSignal, however many do so at once.
 *
 * One signal for a whole server is the common case, and a listener for each of 10,000 operations under way is what
 * MaxListeners warnings are about. So a signal gets one listener of ours, which calls a set of callbacks; the
 * last to leave takes the listener along. Assumption: callbacks do not throw, they are all from this package.
 */

import { describeValue } from '@acoro/core/lowlevel'

interface Subscribers {
  readonly callbacks: Set<() => void>
  readonly listener: () => void
}

const subscribersOf = new WeakMap<AbortSignal, Subscribers>()

/** Calls `callback` when `signal` is aborted, at once where it is; call what it gives to take that back. */
export function onAbort(signal: AbortSignal, callback: () => void): () => void {
  if (signal.aborted) {
    callback()
    return nothing
  }
  const own = () => callback()
  const subscribers = subscribersOf.get(signal) ?? subscribe(signal)
  subscribers.callbacks.add(own)
  return () => {
    if (!subscribers.callbacks.delete(own) || subscribers.callbacks.size > 0) return
    signal.removeEventListener('abort', subscribers.listener)
    subscribersOf.delete(signal)
  }
}

function subscribe(signal: AbortSignal): Subscribers {
  const callbacks = new Set<() => void>()
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

/** Refuses what is no signal, before anything is begun. */
export function checkSignal(signal: unknown, what?: string): asserts signal is AbortSignal {
  const known = signal as Partial<AbortSignal> | null | undefined
  if (typeof known?.aborted === 'boolean' && typeof known.addEventListener === 'function') return
  const hint = known instanceof AbortController ? ': pass its `signal`' : ''
  const where = what === undefined ? '' : ` as ${what}`
  throw new TypeError(`Expected an AbortSignal${where}, got ${describeValue(signal)}${hint}`)
}

/** Calls all, whatever one of them throws; then throws the first error. */
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

/** A signal's reason as the message of a cancellation. Never throws: a reason may be anything. */
export function whyAborted(reason: unknown): string {
  try {
    if (reason instanceof Error && typeof reason.message === 'string') return reason.message
    if (typeof reason !== 'object' && typeof reason !== 'function') return `aborted: ${String(reason)}`
  } catch {
    // A Proxy, or a getter that throws.
  }
  return `aborted: ${describeValue(reason)}`
}

function nothing(): void {}
