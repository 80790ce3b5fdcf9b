/**
 * Signals of the operating system, on hosts that have them (Node, Bun, Deno).
 */

import type { EventLoop } from '../base/above.ts'
import { makesCoroutines } from '../base/coroutine-function.ts'
import { describeValue, RuntimeError } from '../base/errors.ts'
import { world } from '../current/host.ts'
import type { Callback } from '../scheduler/handle.ts'

type Listener = () => void

/** The signal handlers of one loop. */
export class SignalHandlers {
  readonly #loop: EventLoop
  readonly #listeners = new Map<string, Listener>()
  /**
   * Lets the process end. Set while the process must stay alive, because the loop runs and a signal may come.
   */
  #letGo: (() => void) | undefined

  constructor(loop: EventLoop) {
    this.#loop = loop
  }

  /**
   * Calls `callback` through the loop when the signal arrives. A second callback for a signal replaces the
   * first.
   */
  add(signal: string, callback: Callback, args: unknown[]): void {
    checkSignal(signal)
    if (world.process?.on === undefined)
      throw new RuntimeError(`This host has no signals: ${signal} cannot be handled`)
    if (typeof callback !== 'function' || makesCoroutines(callback)) {
      throw new TypeError(`Expected a plain function as signal handler, got ${describeValue(callback)}`)
    }
    this.remove(signal)
    const listener = () => void this.#loop.callSoonThreadsafe(callback, ...args)
    world.process?.on?.(signal, listener)
    this.#listeners.set(signal, listener)
    if (this.#loop.isRunning()) this.watch()
  }

  /** Removes the handler and restores the default behaviour. Returns false if there was none. */
  remove(signal: string): boolean {
    checkSignal(signal)
    const listener = this.#listeners.get(signal)
    if (listener === undefined) return false
    world.process?.removeListener?.(signal, listener)
    this.#listeners.delete(signal)
    if (!this.any) this.rest()
    return true
  }

  /** The loop runs. As in Python, a wait for a signal goes on, and the process does not end. */
  watch(): void {
    if (this.any) this.#letGo ??= this.#loop._host.hold?.()
  }

  /** The loop does not run any more. */
  rest(): void {
    this.#letGo?.()
    this.#letGo = undefined
  }

  /** Whether there is any handler. */
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
  if (signal === 'SIGKILL' || signal === 'SIGSTOP') throw new RuntimeError(`${signal} cannot be caught`)
  if (!SIGNALS.has(signal)) {
    throw new RangeError(`Expected the name of a signal such as 'SIGTERM', got ${describeValue(signal)}`)
  }
}

const NAMES =
  'HUP INT QUIT ILL TRAP ABRT IOT BUS FPE USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT TSTP TTIN TTOU URG XCPU XFSZ ' +
  'VTALRM PROF WINCH IO POLL PWR SYS EMT INFO LOST BREAK'

/** The signal names of all systems. For any other name, no listener would ever be called. */
const SIGNALS: ReadonlySet<string> = new Set(NAMES.split(' ').map((name) => `SIG${name}`))

/**
 * Calls `listener` on `signal` until the returned function removes it. Only if the process has no other
 * listener for the signal.
 */
export function onSignal(signal: string, listener: () => void): () => void {
  const process = world.process
  if (process?.on === undefined || (process.listenerCount?.(signal) ?? 0) > 0) return () => {}
  process.on(signal, listener)
  return () => void process.removeListener?.(signal, listener)
}
