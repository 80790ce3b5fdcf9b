/**
 * Signals of the operating system, where there are any (Node, Bun, Deno).
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
  /** Lets the process end; set while it must not, because the loop runs and a signal may come. */
  #letGo: (() => void) | undefined

  constructor(loop: EventLoop) {
    this.#loop = loop
  }

  /** Calls `callback` through the loop when the signal arrives; a second one for it takes the first one's place. */
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

  /** Takes the handler back; the default behaviour is restored. False where there was none. */
  remove(signal: string): boolean {
    checkSignal(signal)
    const listener = this.#listeners.get(signal)
    if (listener === undefined) return false
    world.process?.removeListener?.(signal, listener)
    this.#listeners.delete(signal)
    if (!this.any) this.rest()
    return true
  }

  /** The loop runs: as in Python, whoever waits for a signal waits, and the process does not end. */
  watch(): void {
    if (this.any) this.#letGo ??= this.#loop._host.hold?.()
  }

  /** It does not run any more. */
  rest(): void {
    this.#letGo?.()
    this.#letGo = undefined
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
  if (signal === 'SIGKILL' || signal === 'SIGSTOP') throw new RuntimeError(`${signal} cannot be caught`)
  if (!SIGNALS.has(signal)) {
    throw new RangeError(`Expected the name of a signal such as 'SIGTERM', got ${describeValue(signal)}`)
  }
}

const NAMES =
  'HUP INT QUIT ILL TRAP ABRT IOT BUS FPE USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT TSTP TTIN TTOU URG XCPU XFSZ ' +
  'VTALRM PROF WINCH IO POLL PWR SYS EMT INFO LOST BREAK'

/** The signals there are on any system; for what is none of them no listener would ever be called. */
const SIGNALS: ReadonlySet<string> = new Set(NAMES.split(' ').map((name) => `SIG${name}`))

/** Calls `listener` on `signal` until it is taken back; only if the process has no listener of its own for it. */
export function onSignal(signal: string, listener: () => void): () => void {
  const process = world.process
  if (process?.on === undefined || (process.listenerCount?.(signal) ?? 0) > 0) return () => {}
  process.on(signal, listener)
  return () => void process.removeListener?.(signal, listener)
}
