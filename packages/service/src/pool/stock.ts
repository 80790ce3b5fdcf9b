/**
 * The resources of a pool, and the work on them.
 *
 *   creating --> idle <--> lent
 *      |          | \--> checking --good--> lent, or idle
 *      |failed    |            \--not good--> destroying
 *      v          \--idle for too long, too old, pool closed--> destroying --> gone
 *   the first waiting task gets the error
 *
 * The work belongs to no waiting task: one that leaves stops nothing, and what is created then serves the
 * next task, or is idle. Work begins only for a task that no work under way will serve. So a `create` that
 * always fails is called once for each waiting task, and never in a loop.
 *
 * Invariant: creating + checking + idle + lent + destroying = size, and never above `max`.
 */

import {
  type Awaitable,
  type EventLoop,
  isAwaitable,
  isCancelledError,
  RuntimeError,
  type Suspension,
  type Task,
} from '@acoro/core'
import { describeValue } from '@acoro/core/lowlevel'
import { until } from '../base/deadline.ts'
import { awaitable, refusePromise, report } from '../base/user-code.ts'
import type { Resource } from './lease.ts'
import type { Line } from './line.ts'
import type { Settings } from './options.ts'
import { pauses, working } from './work.ts'

export class Stock<T> {
  readonly #settings: Settings<T>
  readonly #line: Line<T>
  readonly #loop: EventLoop
  /** The one that was used last is at the end, and is lent first: the others may become too old. */
  readonly #idle: Resource<T>[] = []
  readonly #creations: Set<Task<void>> = new Set()
  lent = 0
  checking = 0
  destroying = 0
  #closed = false
  #sweeper: { cancel(): void; when: number } | null = null
  /** Set while it waits after a failed `create` that no task waited for. */
  #pause: { cancel(): void } | null = null
  #pauses: Iterator<number> = pauses[Symbol.iterator]()
  /** It is being served, or swept: what is freed meanwhile is looked at there. */
  #isServing = false

  constructor(settings: Settings<T>, line: Line<T>, loop: EventLoop) {
    this.#settings = settings
    this.#line = line
    this.#loop = loop
  }

  get idle(): number {
    return this.#idle.length
  }

  get creating(): number {
    return this.#creations.size
  }

  get size(): number {
    return this.#idle.length + this.#creations.size + this.lent + this.checking + this.destroying
  }

  /** How many tasks can be served without waiting for a lease to end. */
  get ahead(): number {
    return this.#idle.length + this.creating + this.checking + Math.max(0, this.#settings.max - this.size)
  }

  /** An idle resource that can be lent at once, without a `check` that waits. */
  take(): Resource<T> | undefined {
    if (this.#settings.check !== undefined) return undefined
    for (let resource = this.#idle.pop(); resource !== undefined; resource = this.#idle.pop()) {
      if (!this.#isTooOld(resource)) return resource
      this.destroy(resource)
    }
    return undefined
  }

  /** Begins the work that the waiting tasks and `min` need. */
  serve(): void {
    if (this.#isServing || this.#closed || this.#loop.isClosed()) return
    this.#isServing = true
    try {
      this.#serve()
    } finally {
      this.#isServing = false
    }
  }

  #serve(): void {
    while (this.#line.waiting > this.creating + this.checking) {
      const resource = this.#idle.pop()
      if (resource !== undefined) this.#offer(resource)
      else if (this.size < this.#settings.max) this.#create()
      else break
    }
    if (this.#pause !== null) return
    while (this.size - this.destroying < this.#settings.min && this.size < this.#settings.max) this.#create()
  }

  /** A resource is free: the first waiting task gets it, or it is idle. */
  free(resource: Resource<T>): void {
    if (this.#closed || this.#isTooOld(resource)) this.destroy(resource)
    else if (this.#line.waiting > 0) this.#line.lend(resource)
    else this.#rest(resource)
    this.serve()
  }

  /** A resource whose user failed: `check` decides. */
  suspect(resource: Resource<T>): void {
    if (this.#settings.check === undefined) this.free(resource)
    else this.#check(resource, () => this.free(resource))
    this.serve()
  }

  /** Ends a resource. Its place is free when that is done. */
  destroy(resource: Resource<T>): void {
    const { destroy } = this.#settings
    this.destroying++
    let ending: unknown
    try {
      ending = destroy?.(resource.value)
      refusePromise(
        ending,
        'destroy of a Pool to return nothing, or something to await',
        'destroy',
        this.#loop,
      )
    } catch (error) {
      report(`error in destroy of ${this.#line}`, error, this.#loop)
    }
    if (isAwaitable(ending)) this.#work('destroy', () => this.#destroying(ending), this.#gone)
    else this.#gone()
  }

  /** Destroys what is idle, and lets nothing be idle any more. */
  close(): void {
    this.#closed = true
    this.#sweeper?.cancel()
    this.#pause?.cancel()
    for (const resource of this.#idle.splice(0)) this.destroy(resource)
  }

  /** Cancels the creations that are under way. */
  giveUp(): void {
    for (const task of this.#creations) task.cancel()
  }

  #isTooOld(resource: Resource<T>): boolean {
    const { maxLifetime } = this.#settings
    return maxLifetime < Infinity && this.#loop.time() - resource.created >= maxLifetime
  }

  // ------------------------------------------------------------------ creating

  #create(): void {
    const task: Task<void> = this.#work(
      'create',
      () => this.#creating(task),
      () => this.#creationFailed(task, new RuntimeError(`create of ${this.#line} was cancelled`)),
    )
    this.#creations.add(task)
  }

  *#creating(task: Task<void>): Generator<Suspension, void, unknown> {
    let value: T
    try {
      value = yield* awaitable(this.#settings.create(), 'create of a Pool')
    } catch (error) {
      return this.#creationFailed(task, error)
    }
    this.#creations.delete(task)
    this.#pauses = pauses[Symbol.iterator]()
    const now = this.#loop.time()
    this.free({ value, created: now, idleSince: now })
  }

  #creationFailed(task: Task<void>, error: unknown): void {
    this.#creations.delete(task)
    if (this.#closed) {
      this.#line.gone()
      return
    }
    // To the waiting task it would look as if somebody had cancelled that task.
    const told = isCancelledError(error)
      ? new RuntimeError(`create of ${this.#line} was cancelled`, { cause: error })
      : error
    if (!this.#line.fail(told)) {
      if (told === error) report(`error in create of ${this.#line}`, told, this.#loop)
      this.#pause?.cancel()
      this.#pause = this.#loop.callLater(this.#pauses.next().value as number, () => {
        this.#pause = null
        this.serve()
      })
    }
    this.serve()
  }

  // ------------------------------------------------------------------ checking

  /** Lends an idle resource to the first waiting task, if it is good. */
  #offer(resource: Resource<T>): void {
    if (this.#isTooOld(resource)) this.destroy(resource)
    else if (this.#settings.check === undefined) this.#line.lend(resource)
    else this.#check(resource, () => this.#line.lend(resource))
  }

  /**
   * Calls `good` if that is known at once, or frees the resource later. One that is not good is destroyed.
   */
  #check(resource: Resource<T>, good: () => void): void {
    const check = this.#settings.check as (value: T) => Awaitable<boolean> | boolean
    let answer: Awaitable<boolean> | boolean = false
    try {
      answer = check(resource.value)
      if (!isAwaitable(answer)) this.#checkAnswer(answer)
    } catch (error) {
      report(`error in check of ${this.#line}`, error, this.#loop)
    }
    if (isAwaitable(answer)) {
      this.checking++
      const checked = (isGood: boolean): void => {
        this.checking--
        if (isGood) this.free(resource)
        else this.destroy(resource)
      }
      const awaited = answer as Awaitable<boolean>
      this.#work(
        'check',
        () => this.#checking(awaited, checked),
        () => checked(false),
      )
    } else if (answer === true) good()
    else this.destroy(resource)
  }

  #checkAnswer(answer: unknown): void {
    if (typeof answer === 'boolean') return
    const wanted = 'check of a Pool to return true or false, or something to await'
    refusePromise(answer, wanted, 'check', this.#loop)
    throw new TypeError(`Expected ${wanted}, got ${describeValue(answer)}`)
  }

  *#checking(
    answer: Awaitable<boolean>,
    checked: (isGood: boolean) => void,
  ): Generator<Suspension, void, unknown> {
    let isGood = false
    try {
      const end = this.#loop.time() + this.#settings.checkTimeout
      const told = yield* until(end, `check of ${this.#line}`, () => answer)
      this.#checkAnswer(told)
      isGood = told
    } catch (error) {
      if (!isCancelledError(error)) report(`error in check of ${this.#line}`, error, this.#loop)
    }
    checked(isGood)
  }

  // ------------------------------------------------------------------ ending

  *#destroying(ending: Awaitable<unknown>): Generator<Suspension, void, unknown> {
    try {
      const end = this.#loop.time() + this.#settings.destroyTimeout
      yield* until(end, `destroy of ${this.#line}`, () => ending)
    } catch (error) {
      if (!isCancelledError(error)) report(`error in destroy of ${this.#line}`, error, this.#loop)
    }
    this.#gone()
  }

  readonly #gone = (): void => {
    this.destroying--
    if (this.#closed) this.#line.gone()
    else this.serve()
  }

  /** Starts a task. If it is cancelled before its first step, its body never runs, and `cut` is called. */
  #work(what: string, begin: () => Generator<Suspension, void, unknown>, cut: () => void): Task<void> {
    let began = false
    const started = (): Generator<Suspension, void, unknown> => {
      began = true
      return begin()
    }
    const task = this.#loop.createTask(working(started), { name: `${what} of ${this.#line}`, eager: false })
    task.addDoneCallback(() => {
      if (!began) cut()
    })
    return task
  }

  #rest(resource: Resource<T>): void {
    resource.idleSince = this.#loop.time()
    this.#idle.push(resource)
    this.#sweepAt(this.#expiry(resource))
  }

  #expiry(resource: Resource<T>): number {
    const { idleTimeout, maxLifetime } = this.#settings
    return Math.min(resource.idleSince + idleTimeout, resource.created + maxLifetime)
  }

  #sweepAt(when: number): void {
    if (when === Infinity || (this.#sweeper !== null && this.#sweeper.when <= when)) return
    this.#sweeper?.cancel()
    const timer = this.#loop.callAt(when, this.#sweep)
    this.#sweeper = { cancel: () => timer.cancel(), when }
  }

  /** Destroys what was idle for too long, the longest first, and what is too old. */
  readonly #sweep = (): void => {
    this.#sweeper = null
    const now = this.#loop.time()
    this.#isServing = true
    const resting = this.#idle.splice(0)
    let spare = this.size - this.destroying + resting.length - this.#settings.min
    let next = Infinity
    for (const resource of resting) {
      const idleFor = now - resource.idleSince
      const expired = idleFor >= this.#settings.idleTimeout && spare > 0
      if (expired || this.#isTooOld(resource)) {
        spare--
        this.destroy(resource)
      } else {
        this.#idle.push(resource)
        const expiry = this.#expiry(resource)
        if (expiry > now) next = Math.min(next, expiry)
      }
    }
    this.#sweepAt(next)
    this.#isServing = false
    this.serve()
  }
}
