/**
 * One iteration of a loop. Everything in the queue is run here.
 *
 * Three steps of tasks run without the queue: the single one that a promise wakes (`Scheduler._stepSoon`),
 * the first step of an eager task, and the first step of an asyncified call (task/call.ts). An error that a
 * runnable lets through ends here. Hooks and debug mode are checked once an iteration.
 */

import type { AnyTask } from '../base/above.ts'
import { textOf } from '../base/text.ts'
import { state } from '../current/state.ts'
import { noteSlow } from '../tracing/debug.ts'
import type { TaskHooks } from '../tracing/hooks.ts'
import { CallQueue } from './call-queue.ts'
import { sayLastWords } from './exception-handling.ts'
import type { Runnable } from './handle.ts'

export abstract class Iterating extends CallQueue {
  /** Debug mode reports callbacks that keep the thread longer than this, in ms. */
  slowCallbackDuration = 100
  /** @internal */
  _hooks: TaskHooks | null = null
  /** @internal True if there are hooks or debug mode is on: an iteration checks both at once. */
  _watched = false
  /**
   * @internal False while the loop sleeps and may make a step in a job of its own. False is tested in one
   * instruction.
   */
  _alert = true
  /** @internal */
  _debug = false

  /** Debug mode looks for mistakes that are too expensive to look for always. asyncio: `loop.set_debug`. */
  setDebug(on: boolean): void {
    this._debug = on
    this._watch()
  }

  getDebug(): boolean {
    return this._debug
  }

  /** @internal Updates whether the loop is watched. */
  _watch(): void {
    this._watched = this._debug || this._hooks !== null
    this._alert = true
  }

  /**
   * @internal Moves the due timers to the queue, and runs exactly the entries that were ready when it began.
   * Entries that those add run in the next iteration. Returns how many ran.
   */
  _runIteration(): number {
    const ready = this._ready
    const timers = this._timers
    if (timers.size > 0) {
      for (let due = timers.popDue(this._now); due !== undefined; due = timers.popDue(this._now))
        ready.push(due)
    }
    const count = ready.length
    if (this._watched) this.#runObserved(this._hooks)
    else this.#runReady(count)
    return count
  }

  #runObserved(hooks: TaskHooks | null): void {
    const began = hooks?.timesIterations === true ? this._host.now() : null
    this.#runWatched()
    if (began !== null) hooks?.loopIterated(this._host.now() - began)
  }

  #runReady(count: number): void {
    const ready = this._ready
    let left = count
    while (left > 0) {
      let running: Runnable | undefined
      try {
        for (; left > 0; ) {
          left--
          running = ready.shift()
          running._run()
        }
      } catch (error) {
        this._contain(error, running)
      }
    }
  }

  /**
   * @internal Stops an error that a runnable let through, or the loop would never run again. Ends the task of
   * that runnable, so that its waiters do not wait for ever.
   */
  _contain(error: unknown, runnable?: Runnable): void {
    state.task = null
    state.frames = null
    try {
      runnable?._broke?.(error)
    } catch (another) {
      sayLastWords('A task could not be ended', another, undefined)
    }
    this.callExceptionHandler({ message: 'Unhandled exception in event loop', exception: error })
  }

  /**
   * The same under hooks and in debug mode, which reports callbacks and steps that keep the thread too long.
   */
  #runWatched(): void {
    const ready = this._ready
    let left = ready.length
    while (left > 0) {
      let running: Runnable | undefined
      let told: TaskHooks | null = null
      try {
        for (; left > 0; ) {
          left--
          running = ready.shift()
          if (state.debugging) this.#runTimed(running)
          else {
            const hooks = this._hooks
            if (hooks === null || hooks.isSilent || running._runHooked === undefined) running._run()
            else if (hooks.hasSurroundings) running._runHooked(hooks)
            else {
              // Only tasks have `_runHooked`.
              const task = running as AnyTask
              hooks.beforeStep(task)
              told = hooks
              task._run()
              told = null
              if (hooks.tellsEnds) hooks.afterStep(task)
            }
          }
        }
      } catch (error) {
        this._contain(error, running)
        // The step has ended, though not as it should.
        if (told?.tellsEnds === true) told.afterStep(running as AnyTask)
      }
    }
  }

  #runTimed(runnable: Runnable): void {
    const hooks = this._hooks
    const began = this._host.now()
    if (hooks === null || runnable._runHooked === undefined) runnable._run()
    else runnable._runHooked(hooks)
    const took = this._host.now() - began
    if (took >= this.slowCallbackDuration) noteSlow(this as never, textOf(runnable), took)
  }
}
