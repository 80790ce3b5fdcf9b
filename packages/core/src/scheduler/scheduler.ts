/**
 * The jobs of a loop, and its contract with the host.
 *
 * The host calls a job. A job runs iterations back to back (iteration.ts) until nothing is ready, or a small
 * time budget is used up. Then the loop breathes (more is ready), arms the host's timer (a timer is due
 * later) or just returns. The host enters it again when something arrives from outside.
 *
 *   idle --push--> entered --job--> running --budget--> breathing --job--> running
 *                                      \--nothing ready--> armed / idle
 *
 * The trade-off: I/O and promises have no turn inside a job, so the budget bounds their wait (2 ms). The
 * clock is not read at each iteration, but after as many as take a fraction of the budget.
 */

import type { LoopParts } from '../base/above.ts'
import { RuntimeError } from '../base/errors.ts'
import type { Context, Snapshot } from '../current/context.ts'
import { hasExamplesToMake, makeExamples } from '../current/living.ts'
import { state } from '../current/state.ts'
import { SHORT } from './clock-gaps.ts'
import type { Runnable } from './handle.ts'
import { Iterating } from './iteration.ts'
import { isInLoop } from './step-aside.ts'

declare module '../current/state.ts' {
  interface State {
    /** The loop whose iteration is on the stack, not a loop that only waits for its host. */
    loop: Scheduler | null
    /** Loops that are not closed, for dumps of the whole process. */
    readonly loops: Set<WeakRef<Scheduler>>
  }
}

/** How long one job may keep the thread, in ms. */
const BUDGET = 2
/** The most iterations between two reads of the clock, and the most in one job, whatever the clock says. */
const MOST_UNWATCHED = 256
const MOST_IN_A_JOB = 20_000
/**
 * Limits for jobs that follow one another before the world has its turn: the most such jobs, and the most
 * between two reads of the clock.
 */
const MOST_ENTRIES = 20_000
const UNWATCHED_ENTRIES = 128

export interface Scheduler extends LoopParts {}

// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: EventLoop has the parts, and each floor declares its own.
export class Scheduler extends Iterating {
  /** Called when the run ends; null while no run is under way. */
  #ended: (() => void) | null = null
  #stopping = false
  /** When the world was last given its turn. It starts as a fraction: see current/living.ts. */
  #breathed: number = Number.MIN_VALUE
  #unwatched = 1
  /** @internal How many iterations the jobs that have ended made, and how many entries those ran. */
  _iterations = 0
  /** @internal */
  _ran = 0
  /** @internal How often the loop was entered from outside, without `_entries`. */
  _entered = 0
  /** @internal How late the last timers were, and the latest ever, in ms. They start as fractions. */
  _lag: number = Number.MIN_VALUE
  /** @internal */
  _worstLag: number = Number.MIN_VALUE

  /** Runs until `stop()`. RuntimeError if the loop runs already or is closed. asyncio: `loop.run_forever`. */
  async runForever(): Promise<void> {
    await new Promise<void>((resolve) => this._begin(resolve))
  }

  /** Ends the run after the current iteration. Before a run, it limits the next one to a single iteration. */
  stop(): void {
    this.#stopping = true
    if (!this._awake) this._wake()
  }

  /**
   * Drops everything that is scheduled, for good. RuntimeError while the loop runs. A second call changes
   * nothing.
   */
  close(): void {
    if (this.isRunning())
      throw new RuntimeError('Cannot close a running event loop: stop() it and wait for its run')
    if (this._closed) return
    this._closed = true
    this._host.disarm()
    this._ready.clear()
    this._timers.clear()
    // After this, each push goes to `_wake`, which drops it.
    this._awake = false
    this._alert = true
  }

  isRunning(): boolean {
    return this.#ended !== null
  }

  /** @internal Called when nothing is ready. EventLoop looks for errors that were not retrieved. */
  _whenIdle(): void {}

  /** @internal EventLoop moves the notes of its tasks. */
  override _moveOrigin(_now: number): void {}

  /** @internal Begins a run; `ended` is called when it is over. */
  _begin(ended: () => void): void {
    this._checkMayRun()
    this.#ended = ended
    this._wake()
  }

  /** @internal */
  _checkMayRun(): void {
    this._checkOpen()
    if (this.isRunning()) throw new RuntimeError('This event loop is already running')
    if (isInLoop()) {
      throw new RuntimeError(
        'Cannot run the event loop while another loop is running: await it from outside a coroutine',
      )
    }
  }

  /**
   * @internal Runs `runnable`, and then what it makes ready, in a job of its own if the loop sleeps.
   * Otherwise puts it at the end of the queue. For callers with nothing below them on the stack.
   */
  _stepSoon(runnable: Runnable): void {
    // Small, so that the compiler can inline it and the whole step into the reaction of a promise. Rare cases
    // are separate.
    const now = state
    if (this._alert || now.loop !== null || ++this._entries % UNWATCHED_ENTRIES === 0) {
      this.#stepApart(runnable)
      return
    }
    const { context } = now
    this._awake = true
    now.loop = this
    try {
      runnable._run()
    } catch (error) {
      this._contain(error, runnable)
    } finally {
      this.#afterStep(context)
    }
  }

  /**
   * @internal May a task be stepped in the reaction of a promise, whatever the loop is about to do? The order
   * of steps is then that of the platform. Not if the loop is closed or observed, or if the host of a test
   * has the say. The caller has checked that no loop has the thread.
   */
  _mayStepNow(): boolean {
    if (this._closed || this._host.sharesJobs !== true) return false
    return !this._watched || (!this._debug && this._hooks?.size === 0)
  }

  /** @internal After such a step. */
  _afterStepNow(isAwake: boolean, context: Context | Snapshot): void {
    // An awake loop has a job to come.
    if (isAwake) {
      state.loop = null
      state.context = context
    } else this.#afterStep(context)
  }

  /** Decides what to do after a step in a job of its own. */
  #afterStep(context: Context | Snapshot): void {
    state.loop = null
    state.context = context
    if (this._ready.length + this._failures.length > 0 || this.#stopping) this.#runJob()
    else if (this._stirred) this.#sleep()
    else this._awake = false
  }

  #stepApart(runnable: Runnable): void {
    if (this._awake || this._closed || this._host.sharesJobs !== true || state.loop !== null)
      this._push(runnable)
    else {
      this._ready.push(runnable)
      if (this._watched || !this.#isOverdue()) this.#runJob()
      else this.#breathe()
    }
  }

  /** Asks the host for a job. Drops the queue if the loop is closed. */
  _wake(): void {
    if (this._closed) {
      this.#drop()
      return
    }
    this._awake = true
    this._alert = true
    // A job reads the clock by itself.
    this._entriesRead++
    // Promises that settle one another would enter again and again from microtasks. So the world has its turn
    // now and then.
    if (++this._entries % UNWATCHED_ENTRIES === 0 && this.#isOverdue()) this.#breathe()
    else this._host.enter(this.#job)
  }

  /** The queue will not run. Code that waits outside of the loop is told all the same. */
  #drop(): void {
    const ready = this._ready
    while (ready.length > 0) ready.shift()._whenClosed?.()
    this._timers.clear()
  }

  #isOverdue(): boolean {
    return this._entries >= MOST_ENTRIES || this._host.now() - this.#breathed >= BUDGET
  }

  #breathe(): void {
    this.#makeExamples()
    this._awake = true
    this._alert = true
    this.#breathed = this.time()
    this.#beginAnew()
    this._host.breathe(this.#job)
  }

  readonly #job = (): void => {
    if (this.#ended !== null) this.#runJob()
  }

  #runJob(): void {
    this._awake = true
    this._alert = true
    const context = state.context
    state.loop = this
    state.debugging = this._debug
    let more = true
    try {
      more = this.#iterateWithinBudget()
    } catch (error) {
      this._contain(error)
    } finally {
      state.loop = null
      state.debugging = state.debuggers > 0
      state.context = context
    }
    if (this.#stopping) this.#endRun()
    else if (more) this.#breathe()
    else this.#sleep()
  }

  /** True if the budget ended it and more is ready. */
  #iterateWithinBudget(): boolean {
    const ready = this._ready
    // Without a timer the clock is first read after some iterations: a wake-up from outside is mostly short.
    let began = this._timers.size > 0 ? this.#timeAtBegin() : undefined
    let untilLook = this.#unwatched
    let looked = began ?? 0
    let ran = 0
    for (let iterations = 1; ; iterations++) {
      ran += this._runIteration()
      if (this.#stopping) {
        this.#count(iterations, ran, false)
        return false
      }
      if (ready.length === 0) {
        if (this._failures.length > 0) this._whenIdle()
        const next = this._timers.peek()
        if (ready.length === 0 && (next === undefined || next._when > this.time())) {
          this.#count(iterations, ran, next !== undefined)
          return false
        }
      } else if (--untilLook > 0) continue
      const now = this.time()
      // There are as many iterations between two reads as take about an eighth of the budget. The time of
      // those before the first read is unknown. The last ones count, too, or a job whose iterations have
      // become long would never read sooner.
      if (began === undefined) began = now
      else if (now - looked > BUDGET / 8) this.#unwatched = Math.max(1, this.#unwatched >> 2)
      else if (this.#unwatched < MOST_UNWATCHED) this.#unwatched *= 2
      if (now - began >= BUDGET || iterations >= MOST_IN_A_JOB) {
        this.#count(iterations, ran, true)
        return true
      }
      untilLook = this.#unwatched
      looked = now
    }
  }

  /** The job ends. `read`: the clock was read after its last step. */
  #count(iterations: number, ran: number, read: boolean): void {
    this._iterations += iterations
    this._ran += ran
    if (!read) this._entriesRead--
  }

  /** Reads the clock before any step of a job, and knows whether a step has run since it was last read. */
  #timeAtBegin(): number {
    const now = this._host.now()
    if (now - this._now > SHORT) this._noteGap(now, this._drives || this._entries !== this._entriesRead)
    const due = this._timers.peek()
    if (due !== undefined && due._when <= now) {
      this._lag = now - due._when
      if (this._lag > this._worstLag) this._worstLag = this._lag
    }
    this._now = now
    this._stamp = (now - this._origin) | 0
    this._entriesRead = this._entries
    return now
  }

  #sleep(): void {
    this.#makeExamples()
    this._awake = false
    this._stirred = false
    this._alert = this._host.sharesJobs !== true || this._watched || state.debuggers > 0
    const next = this._timers.peek()
    if (next === undefined) {
      if (this._armedFor !== Infinity) this._host.disarm()
      this._armedFor = Infinity
    } else if (next._when !== this._armedFor) {
      this._armedFor = next._when
      this._host.arm(Math.max(0, next._when - this.time()), this.#alarm)
    }
  }

  /** Not in the middle of other code, which may be a coroutine driven by hand. */
  #makeExamples(): void {
    // Debug mode would report them, and is slow anyway.
    if (!hasExamplesToMake() || state.debuggers > 0) return
    if (state.loop === null && state.frames === null) makeExamples()
  }

  /** The world has its turn: entries are counted anew. */
  #beginAnew(): void {
    this._entered += this._entries
    this._entriesRead -= this._entries
    this._entries = 0
  }

  readonly #alarm = (): void => {
    this._armedFor = Infinity
    this.#beginAnew()
    if (!this._awake && !this._closed) this.#runJob()
  }

  #endRun(): void {
    const ended = this.#ended
    this.#ended = null
    this.#stopping = false
    this._awake = true
    this._armedFor = Infinity
    this._host.disarm()
    ended?.()
  }
}
