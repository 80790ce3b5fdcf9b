/**
 * Keeps children running: one that fails is started again, with its siblings if they depend on it.
 *
 * All happens in the task that awaits the supervisor. The end of a child is only noted, and handled there,
 * one after the other. So a restart that stops siblings is finished before the next failure is looked at, and
 * a cancel at any moment finds every child either started or not.
 *
 * Too many restarts in a short time mean that restarting does not help. Then the supervisor stops all
 * children and fails with every reason, at once, so that the level above can restart it.
 */

import {
  type Coroutine,
  coroutine,
  createTask,
  currentTask,
  type EventLoop,
  getRunningLoop,
  RuntimeError,
  type Suspension,
  type Task,
} from '@acoro/core'
import { cancelAll, countFrom, Ring } from '@acoro/core/lowlevel'
import { checkedCopy, period } from '../base/check.ts'
import { Nap } from '../base/nap.ts'
import { callHook, report } from '../base/user-code.ts'
import { exponential, nextDelay, Schedule } from '../retry/schedule.ts'
import { type Child, endOf, hasEnded, isOver, type Restart, restarts, type Supervised } from './child.ts'
import { Family } from './family.ts'
import { SupervisorError } from './supervisor-error.ts'

/** Who is restarted when a child fails: it alone, all children, or it and those started after it. */
export type SupervisionStrategy = 'one-for-one' | 'one-for-all' | 'rest-for-one'

export interface SuperviseOptions {
  /** Who is restarted when a child fails; 'one-for-one' by default. */
  strategy?: SupervisionStrategy | undefined
  /** Whether a child is restarted; 'on-failure' by default. A child may say otherwise. */
  restart?: Restart | undefined
  /** The most restarts in `within` ms; 3 by default. At the next failure the supervisor gives up. */
  maxRestarts?: number | undefined
  /** The time in which restarts count, in ms; 5000 by default. */
  within?: number | undefined
  /** The ms before a restart: `exponential({ first: 100, max: 5000 })`, anew after `within` in peace. */
  delay?: number | Iterable<number> | undefined
  /** Is told of each failure that leads to a restart. */
  onRestart?: ((child: string, error: unknown) => void) | undefined
  /** Shown in reports and errors. */
  name?: string | undefined
}

export interface SupervisorStatistics {
  children: { name: string; state: 'waiting' | 'running' | 'ended'; restarts: number }[]
}

/**
 * Runs children until all have ended. A child that fails is restarted. Children are started in order and
 * stopped in reverse. If more than `maxRestarts` are needed in `within` ms, all are stopped and
 * SupervisorError is thrown, with every reason. TypeError and RangeError for bad arguments.
 *
 * If cancelled, the children are cancelled and awaited, the last one first. A child that somebody else
 * cancels is not restarted.
 *
 * @example
 * ```ts
 * let starts = 0
 * const flaky = function* () {
 *   yield* sleep(10)
 *   if (++starts < 3) throw new Error('lost the connection')
 * }
 * yield* supervise([flaky, () => sleep(1000)], { delay: 50 })
 * starts // => 3
 * ```
 */
export function supervise(children: Iterable<Child>, options?: SuperviseOptions): Coroutine<void> {
  const supervisor = new Supervisor(options)
  for (const child of childrenOf(children)) supervisor.start(child)
  return supervisor.run()
}

function childrenOf(children: Iterable<Child>): Iterable<Child> {
  if (typeof children === 'object' && children !== null && Symbol.iterator in children) return children
  throw new TypeError('Expected the children of supervise() as a list of generator functions or { run }')
}

const KINDS = {
  strategy: ['one-for-one', 'one-for-all', 'rest-for-one'],
  restart: restarts,
  maxRestarts: countFrom(0, true),
  within: period,
  delay: (value: unknown, what: string) => void Schedule.from(value as number, what),
  onRestart: 'function',
  name: 'string',
} as const

/**
 * The children of `supervise`, for programs that start and stop some of them later.
 *
 * @example
 * ```ts
 * import { createTask } from '@acoro/core'
 *
 * const supervisor = new Supervisor({ strategy: 'one-for-all' })
 * const feed = supervisor.start({ name: 'feed', run: () => sleep(Infinity) })
 * const running = createTask(supervisor.run())
 * yield* sleep(10)
 * supervisor.start({ name: 'report', run: () => sleep(5) })
 * yield* supervisor.stop(feed)
 * yield* running
 * supervisor.statistics().children.map(({ name, state }) => `${name} ${state}`) // => ['report ended']
 * ```
 */
export class Supervisor {
  readonly #options: SuperviseOptions
  readonly #name: string
  readonly #within: number
  readonly #schedule: Schedule
  readonly #children: Family = new Family()
  /** Tasks of children that have ended, and have not been handled. */
  readonly #ended: Ring<readonly [Supervised, Task<unknown>]> = new Ring()
  /** The restarts of the last `within` ms. */
  #failures: { readonly time: number; readonly error: unknown }[] = []
  #loop: EventLoop | null = null
  #phase: 'made' | 'running' | 'over' = 'made'
  readonly #nap: Nap = new Nap(() => this.#describe())

  constructor(options?: SuperviseOptions) {
    const settings = checkedCopy(options, 'supervise()', KINDS)
    this.#options = settings
    this.#name = settings.name ?? 'supervise'
    this.#within = settings.within ?? 5000
    this.#schedule = Schedule.from(settings.delay ?? exponential({ first: 100, max: 5000 }))
  }

  /**
   * Adds a child after those that are there, and starts it, if the supervisor runs. It takes part in every
   * strategy. Returns its name. TypeError and RangeError for a bad child, RuntimeError if the supervisor is
   * over.
   */
  start(child: Child): string {
    if (this.#phase === 'over') throw new RuntimeError(`'${this.#name}' is over: it starts no more children`)
    const { name } = this.#children.add(child, this.#options.restart ?? 'on-failure')
    this.#nap.wake()
    return name
  }

  /** Cancels a child and waits for its end; it is not restarted. RangeError if there is none of that name. */
  stop(name: string): Coroutine<void> {
    const child = this.#children.find(name)
    if (child === undefined) {
      const names = Array.from(this.#children, (each) => `'${each.name}'`).join(', ')
      throw new RangeError(`Expected the name of a child of '${this.#name}' (${names}), got '${name}'`)
    }
    return stopping(this, child)
  }

  /** Runs the children, as `supervise` does. RuntimeError a second time. */
  run(): Coroutine<void> {
    return supervising(this)
  }

  statistics(): SupervisorStatistics {
    return {
      children: Array.from(this.#children, ({ name, state, restarts }) => ({ name, state, restarts })),
    }
  }

  toString(): string {
    const { running, waiting } = this.#children
    return `<Supervisor ${this.#name} [${running} running, ${waiting.size} waiting]>`
  }

  // ------------------------------------------------------------------ the work

  /** @internal */
  *_run(): Generator<Suspension, void, unknown> {
    if (this.#phase !== 'made')
      throw new RuntimeError(`'${this.#name}' runs already, or is over: make a new supervisor`)
    this.#phase = 'running'
    this.#loop = getRunningLoop()
    try {
      for (;;) {
        while (this.#ended.length > 0) yield* this.#handle(...this.#ended.shift())
        const next = this.#startDue()
        if (this.#ended.length > 0) continue
        if (this.#children.running === 0 && this.#children.waiting.size === 0) return
        yield* this.#nap.until(next)
      }
    } finally {
      this.#phase = 'over'
      yield* this.#stop(this.#children)
    }
  }

  /** Starts what is due, in order. Returns when the next one is. */
  #startDue(): number {
    let next = Number.POSITIVE_INFINITY
    for (const child of this.#children.waiting) {
      if (child.due > this.#now()) next = Math.min(next, child.due)
      else this.#begin(child)
    }
    return next
  }

  #begin(child: Supervised): void {
    this.#children.move(child, 'running')
    const task = createTask(
      child.begin((other) => this.start(other)),
      { name: child.name, eager: false },
    )
    child.task = task
    task.addDoneCallback(() => {
      // Stopped by the supervisor.
      if (child.task !== task) return
      this.#ended.push([child, task])
      this.#nap.wake()
    })
  }

  /** A child has ended by itself. */
  *#handle(child: Supervised, task: Task<unknown>): Generator<Suspension, void, unknown> {
    // A sibling may have failed first, and this one was stopped for it.
    if (child.task !== task) return
    child.task = null
    this.#children.move(child, 'ended')
    child.due = ENDED
    const end = endOf(task)
    if (end.kind === 'failed' && child.restart === 'never')
      report(`error in '${child.name}', which is never restarted`, end.error)
    if (isOver(child, end)) return this.#children.retire(child)
    const error =
      end.kind === 'failed' ? end.error : new RuntimeError(`'${child.name}' ended, and is to run always`)

    const affected = this.#affectedBy(child)
    const now = this.#now()
    this.#countFailure(now, error)
    callHook(this.#options.onRestart, 'onRestart of supervise()', child.name, error)
    const delay = this.#delayOf(child, now, error)
    child.due = STOPPED
    yield* this.#stop(affected)
    const due = this.#now() + delay
    for (const each of affected) {
      if (each.due !== STOPPED || each.restart === 'never') {
        this.#children.retire(each)
        continue
      }
      this.#children.move(each, 'waiting')
      each.due = due
      each.restarts++
    }
  }

  #affectedBy(child: Supervised): Supervised[] {
    const { strategy = 'one-for-one' } = this.#options
    if (strategy === 'one-for-one') return [child]
    const all = [...this.#children]
    return strategy === 'one-for-all' ? all : all.slice(all.indexOf(child))
  }

  /** Throws if this is one failure too many. */
  #countFailure(now: number, error: unknown): void {
    this.#failures = this.#failures.filter(({ time }) => now - time < this.#within)
    this.#failures.push({ time: now, error })
    const { maxRestarts = 3 } = this.#options
    if (this.#failures.length <= maxRestarts) return
    throw new SupervisorError(
      this.#name,
      this.#failures.map((failure) => failure.error),
      this.#within,
      maxRestarts,
    )
  }

  #delayOf(child: Supervised, now: number, error: unknown): number {
    if (now - child.lastFailure >= this.#within) child.delays = null
    child.delays ??= this.#schedule[Symbol.iterator]()
    const delay = nextDelay(child.delays, 'the delays of supervise()', error)
    if (delay === undefined) {
      throw new SupervisorError(this.#name, [error], this.#within, this.#options.maxRestarts ?? 3)
    }
    child.lastFailure = now + delay
    return delay
  }

  /** Cancels and awaits those that run, the last one first. One that waits is not started any more. */
  *#stop(children: Iterable<Supervised>): Generator<Suspension, void, unknown> {
    let cancellation: unknown
    for (const child of [...children].reverse()) {
      const { task } = child
      if (child.state !== 'ended') child.due = hasEnded(child, task) ? ENDED : STOPPED
      this.#children.move(child, 'ended')
      child.task = null
      if (task === null) continue
      try {
        yield* cancelAll(new Set([task]))
      } catch (error) {
        // Of the supervisor itself. The others are stopped first.
        cancellation = error
      }
      const end = endOf(task)
      if (end.kind === 'failed') report(`error in '${child.name}' while it was stopped`, end.error)
    }
    if (cancellation !== undefined) throw cancellation
  }

  /** @internal */
  *_stop(child: Supervised): Generator<Suspension, void, unknown> {
    if (child.task !== null && child.task === currentTask()) {
      throw new RuntimeError(`'${child.name}' cannot stop itself, and wait for its own end: return instead`)
    }
    try {
      yield* this.#stop([child])
    } finally {
      child.due = ENDED
      this.#children.remove(child)
      this.#nap.wake()
    }
  }

  #now(): number {
    return (this.#loop as EventLoop).time()
  }

  #describe(): string {
    const due = Array.from(this.#children.waiting, (child) => child.due)
    const next = due.length === 0 ? '' : `, a restart at ${Number(Math.min(...due).toFixed(1))} ms`
    return `${this.#name} (${this.#children.running} of ${this.#children.size} children run${next})`
  }
}

/**
 * The `due` of a child that its supervisor has stopped, to be started again or not, and of one that has ended
 * by itself.
 */
const STOPPED = Number.POSITIVE_INFINITY
const ENDED = Number.NEGATIVE_INFINITY

const supervising: (supervisor: Supervisor) => Coroutine<void> = coroutine(function* supervise(
  supervisor: Supervisor,
): Generator<Suspension, void, unknown> {
  yield* supervisor._run()
})

const stopping: (supervisor: Supervisor, child: Supervised) => Coroutine<void> = coroutine(function* stop(
  supervisor: Supervisor,
  child: Supervised,
): Generator<Suspension, void, unknown> {
  yield* supervisor._stop(child)
})
