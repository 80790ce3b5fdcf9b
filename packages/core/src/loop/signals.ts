/**
 * Signals of the operating system, where there are any (Node, Bun, Deno).
 */

import { isCoroutineFunction } from '../base/coroutine-function.ts'
import { describeValue, RuntimeError } from '../base/errors.ts'
import { world } from '../current/host.ts'
import type { Callback } from '../scheduler/handle.ts'
import type { EventLoop } from './loop.ts'

type Listener = () => void

/** The signal handlers of one loop. */
export class SignalHandlers {
  readonly #loop: EventLoop
  readonly #listeners = new Map<string, Listener>()

  constructor(loop: EventLoop) {
    this.#loop = loop
  }

  /** Calls `callback` through the loop when the signal arrives; a second one for it takes the first one's place. */
  add(signal: string, callback: Callback, args: unknown[]): void {
    checkSignal(signal)
    if (typeof callback !== 'function' || isCoroutineFunction(callback)) {
      throw new TypeError(`Expected a plain function as signal handler, got ${describeValue(callback)}`)
    }
    this.remove(signal)
    const listener = () => void this.#loop.callSoonThreadsafe(callback, ...args)
    world.process?.on?.(signal, listener)
    this.#listeners.set(signal, listener)
  }

  /** Takes the handler back; the default behaviour is restored. False where there was none. */
  remove(signal: string): boolean {
    checkSignal(signal)
    const listener = this.#listeners.get(signal)
    if (listener === undefined) return false
    world.process?.removeListener?.(signal, listener)
    this.#listeners.delete(signal)
    return true
  }

  /** Is there any handler? */
  get any(): boolean {
    return this.#listeners.size > 0
  }

  removeAll(): void {
    for (const signal of [...this.#listeners.keys()]) this.remove(signal)
  }
}

function checkSignal(signal: unknown): asserts signal is string {
  if (typeof signal !== 'string')
    throw new TypeError(`Expected a signal name such as 'SIGTERM', got ${describeValue(signal)}`)
  if (!/^SIG[A-Z0-9]{2,9}$/.test(signal)) throw new RangeError(`invalid signal name ${describeValue(signal)}`)
  if (signal === 'SIGKILL' || signal === 'SIGSTOP') throw new RuntimeError(`${signal} cannot be caught`)
  if (world.process?.on === undefined)
    throw new RuntimeError(`This host has no signals: ${signal} cannot be handled`)
}

/** Calls `listener` on `signal` until it is taken back; only where the process has no listener of its own for it. */
export function onSignal(signal: string, listener: () => void): () => void {
  const process = world.process
  if (process?.on === undefined || (process.listenerCount?.(signal) ?? 0) > 0) return () => {}
  process.on(signal, listener)
  return () => void process.removeListener?.(signal, listener)
}
