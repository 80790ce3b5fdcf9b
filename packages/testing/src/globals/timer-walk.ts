/**
 * Ways to let the time of global timers pass, by the names that fake timers have elsewhere.
 *
 * Each is the loop's `advanceTo` at heart, so coroutines and global timers stay in one order. Those without
 * `Async` run no promise: what waits behind one needs the others, or `loop.runAsync`.
 */

import { RuntimeError } from '@acoro/core'
import { checkMilliseconds, runningLoop } from '@acoro/core/lowlevel'
import { awaitable } from '../virtual/promised.ts'
import type { VirtualLoop } from '../virtual/virtual-loop.ts'
import { GlobalTimers } from './global-timers.ts'

/** So many timers are called by `runAll`. An interval would have it run for ever. */
const MOST = 10_000

export class WalkedTimers extends GlobalTimers {
  readonly #loop: VirtualLoop

  constructor(loop: VirtualLoop) {
    super(loop)
    this.#loop = loop
  }

  /** Lets time pass until the next timer is due, and calls this one. Nothing happens if there is none. */
  next(): void {
    const { next } = this._span
    if (next === Infinity) return
    this._onFired = () => this.#loop.stop()
    try {
      this.#loop.advanceTo(Math.max(next, this.#loop.time()))
    } finally {
      this._onFired = null
    }
  }

  /**
   * Calls all timers, and those that they set, each at its own time. RuntimeError after 10,000 of them: an
   * interval never ends.
   */
  runAll(): void {
    for (let calls = 0; this.waiting; calls++) {
      if (calls === MOST) throw this.#endless('runAll()')
      this.next()
    }
  }

  /**
   * Lets time pass until the last of the timers that are set now is due. Those set on the way may fire, too.
   */
  runToLast(): void {
    const { last } = this._span
    if (last > -Infinity) this.#loop.advanceTo(Math.max(last, this.#loop.time()))
  }

  /**
   * Lets `ms` pass at once, as when a computer sleeps: each global timer that was due meanwhile fires once,
   * and late. Coroutines wake at their own times.
   */
  jump(ms: number): void {
    checkMilliseconds(ms, 'the time to jump')
    this._postpone(this.#loop.time() + ms)
    this.#loop.advance(ms)
  }

  /** As `loop.advance(ms)`, but promises run before time passes. */
  async advanceAsync(ms: number): Promise<void> {
    checkMilliseconds(ms, 'the time to advance by')
    await this.#pass(ms)
  }

  /** As `runToLast`, but promises run before time passes. */
  async runToLastAsync(): Promise<void> {
    const { last } = this._span
    if (last > -Infinity) await this.#pass(last - this.#loop.time())
  }

  /** As `runAll`, but promises run before time passes. */
  async runAllAsync(): Promise<void> {
    await this.#pass(0)
    for (let rounds = 0; this.waiting; rounds++) {
      if (rounds === MOST) throw this.#endless('runAllAsync()')
      await this.#pass(this._span.next - this.#loop.time())
    }
  }

  async #pass(ms: number): Promise<void> {
    const loop = this.#loop
    // The last of the timers of its instant.
    const passed = new Promise<void>((resolve) => void this.set('setTimeout', resolve, [], Math.max(ms, 0)))
    if (loop.isRunning() || runningLoop() !== null) await passed
    else await loop.runUntilComplete(awaitable(passed, loop, 'the time to pass'))
  }

  #endless(what: string): RuntimeError {
    return new RuntimeError(
      `${what} has called ${MOST} timers, and ${this.countTimers()} are left at ${this.#loop.time()} ms: an interval ` +
        'never ends. Clear it, or use loop.advance(ms)',
    )
  }
}
