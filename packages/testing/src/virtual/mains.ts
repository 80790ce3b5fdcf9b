/**
 * Runs the main task of a program to its end on a virtual loop, and then what is left over, as `run` of core
 * does.
 */

import { type Awaitable, type EventLoop, ensureFuture, RuntimeError, type Task } from '@acoro/core'
import { needsShutdown, shutdown } from '@acoro/core/lowlevel'
import type { SyncDriver } from './sync-driver.ts'

export class Mains {
  readonly #loop: EventLoop
  readonly #driver: SyncDriver

  constructor(loop: EventLoop, driver: SyncDriver) {
    this.#loop = loop
    this.#driver = driver
  }

  runSync<T>(task: Task<T>): T {
    try {
      return this.#complete(task)
    } finally {
      this.#shutDownAfter(task)
    }
  }

  async runAsync<T>(task: Task<T>): Promise<T> {
    let failed = true
    try {
      const result = await this.#loop.runUntilComplete(task)
      failed = false
      return result
    } finally {
      // A failure in the clean-up follows from the first failure, which is the one to show.
      const after = this.#shutDownAsync()
      await (failed ? after.catch(() => {}) : after)
    }
  }

  /** Runs one iteration that calls `work` last, and returns its result. */
  iterate<R>(work: () => R): R {
    const loop = this.#loop
    let outcome: { value: R } | { error: unknown } | undefined
    loop.callSoon(() => {
      loop.stop()
      try {
        outcome = { value: work() }
      } catch (error) {
        outcome = { error }
      }
    })
    this.#driver.run(loop.time(), 'next')
    const settled = outcome as unknown as { value: R } | { error: unknown }
    if ('error' in settled) throw settled.error
    return settled.value
  }

  #complete<T>(awaitable: Awaitable<T>): T {
    const future = ensureFuture(awaitable, this.#loop)
    future.addDoneCallback(this.#stop)
    try {
      this.#driver.run(Infinity, 'runSync')
    } finally {
      if (!future.done()) future.removeDoneCallback(this.#stop)
    }
    if (!future.done()) throw new RuntimeError('Event loop stopped before Future completed.')
    return future.result()
  }

  #shutDownAfter(task: Task<unknown>): void {
    if (!needsShutdown(this.#loop)) return
    const failed = !task.done() || task.cancelled() || task.failed()
    if (task.failed()) task.exception()
    try {
      for (const step of shutdown(this.#loop)) this.#complete(step)
    } catch (error) {
      // A failure in the clean-up follows from the first failure, which is the one to show.
      if (!failed) throw error
    }
  }

  async #shutDownAsync(): Promise<void> {
    if (!needsShutdown(this.#loop)) return
    for (const step of shutdown(this.#loop)) await this.#loop.runUntilComplete(step)
  }

  // One function for all runs: explore() makes 100,000 of them.
  readonly #stop = (): void => this.#loop.stop()
}
