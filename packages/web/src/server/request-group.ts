/**
 * The requests under way of a handler, or of a whole server: how many there may be, and how they end
 * together.
 *
 * Requests run on the loop they were called on, which may be another one than that of `shutdown`. So the wait
 * for the last one is a callback from outside, not a wait list of one loop.
 */

import {
  type Coroutine,
  coroutine,
  type EventLoop,
  getRunningLoop,
  isCancelledError,
  type Task,
  TimeoutError,
  timeout,
} from '@acoro/core'
import {
  checkOptions,
  durationOrInfinity,
  ExternalFuture,
  MemberList,
  type Membership,
  type OptionKinds,
} from '@acoro/core/lowlevel'

export interface ShutdownOptions {
  /** How long requests may go on, in ms; 10,000 by default. */
  grace?: number | undefined
  /** How long they may clean up once they were cancelled, in ms; 5000 by default. */
  hardGrace?: number | undefined
  /** What their CancelledError says; `the server shuts down` by default. */
  reason?: string | undefined
}

/** How a shutdown went. */
export interface ShutdownReport {
  /** How many requests, and WebSockets, were under way when it began. */
  readonly underWay: number
  /** How many of them, and of their background tasks, were cancelled after the grace. */
  readonly cancelled: number
  /** The names of those that had not ended after the hard grace. */
  readonly late: readonly string[]
}

/** A request under way, as far as its group needs it. */
interface Member {
  readonly name: string
  cancel(outcome: 'shutdown', message: string): boolean
}

export const SHUTDOWN_OPTIONS: OptionKinds = {
  grace: durationOrInfinity,
  hardGrace: durationOrInfinity,
  reason: 'string',
}

export class RequestGroup {
  /** Where its requests run; by default on the running loop, or the background loop. */
  readonly loop: EventLoop | undefined
  /** Those that wait. One that is answered in its first step is only counted. */
  readonly #waiting = new MemberList<Member>()
  readonly #background = new MemberList<Task<unknown>>()
  readonly #watchers = new Set<() => void>()
  readonly #closers = new MemberList<() => void>()
  readonly #max: number
  readonly #parent: RequestGroup | null
  /** Those whose parent it is: what waits in them waits in it, too. */
  readonly #children: RequestGroup[] = []
  #closing = false
  #size = 0
  refused = 0

  constructor(loop?: EventLoop, max: number = Infinity, parent: RequestGroup | null = null) {
    this.loop = loop
    this.#max = max
    this.#parent = parent
    if (parent !== null) parent.#children.push(this)
  }

  /** Are there more than it may have, the last one included? */
  get isFull(): boolean {
    return this.#size > this.#max || this.#parent?.isFull === true
  }

  get size(): number {
    return this.#size
  }

  get background(): number {
    return this.#background.size
  }

  get isClosing(): boolean {
    return this.#closing || this.#parent?.isClosing === true
  }

  /** One more begins. */
  enter(): void {
    this.#size++
    this.#parent?.enter()
  }

  /** It waits: from now on it can be cancelled, and may be late. It leaves by what is returned. */
  add(run: Member): Membership<Member> {
    return this.#waiting.add(run)
  }

  /** One has ended. */
  leave(): void {
    this.#size--
    this.#parent?.leave()
    if (this.#watchers.size > 0) this.#tellWatchers()
  }

  /** A task that goes on after its request; a shutdown waits for it, too. */
  addBackground(task: Task<unknown>): void {
    const place = this.#background.add(task)
    this.#parent?.addBackground(task)
    task.addDoneCallback(() => {
      place.leave()
      this.#tellWatchers()
    })
  }

  /** New requests are refused from now on. */
  close(): void {
    this.#closing = true
    for (const closer of this.#closers) closer()
  }

  /** Calls `closing` when it closes: what would go on for ever can end then. Returns what takes it back. */
  onClosing(closing: () => void): () => void {
    const place = this.#closers.add(closing)
    return () => void place.leave()
  }

  /** Cancels what is under way. Returns how many there were. */
  cancelAll(reason: string): number {
    let count = 0
    for (const run of this.#runs()) if (run.cancel('shutdown', reason)) count++
    for (const task of this.#background) if (task.cancel(reason)) count++
    return count
  }

  #runs(): Member[] {
    return [...this.#waiting, ...this.#children.flatMap((child) => child.#runs())]
  }

  names(): string[] {
    return [...this.#runs(), ...this.#background].map(({ name }) => name)
  }

  /** Waits until nothing is under way, or for `ms`. Returns whether nothing is. */
  idle(ms: number): Coroutine<boolean> {
    return idle(this, ms)
  }

  /** @internal */
  get _isIdle(): boolean {
    return this.#size === 0 && this.#background.size === 0
  }

  /** @internal */
  _watch(watcher: () => void): () => void {
    this.#watchers.add(watcher)
    return () => this.#watchers.delete(watcher)
  }

  #tellWatchers(): void {
    if (this._isIdle) for (const watcher of this.#watchers) watcher()
  }
}

const idle: (group: RequestGroup, ms: number) => Coroutine<boolean> = coroutine(function* requestsUnderWay(
  group: RequestGroup,
  ms: number,
) {
  try {
    yield* timeout(ms === Infinity ? null : ms, function* untilIdle() {
      while (!group._isIdle) {
        const idle = new ExternalFuture<void>(getRunningLoop(), 'the requests under way', false)
        const release = group._watch(() => {
          if (!idle.done()) idle.setResult(undefined)
        })
        try {
          yield* idle
        } finally {
          release()
        }
      }
    })
    return true
  } catch (error) {
    if (isCancelledError(error) || !(error instanceof TimeoutError)) throw error
    return false
  }
})

/**
 * Refuses new requests, waits `grace` for those under way, cancels them, and waits `hardGrace` for their
 * `finally` blocks.
 */
export const shutdown: (group: RequestGroup, options: ShutdownOptions) => Coroutine<ShutdownReport> =
  coroutine(function* shutdown(group: RequestGroup, options: ShutdownOptions) {
    checkOptions(options, 'shutdown()', SHUTDOWN_OPTIONS)
    const { grace = 10_000, hardGrace = 5000, reason = 'the server shuts down' } = options
    group.close()
    const underWay = group.size
    let cancelled = 0
    if (!(yield* group.idle(grace))) {
      cancelled = group.cancelAll(reason)
      yield* group.idle(hardGrace)
    }
    return { underWay, cancelled, late: group.names() }
  })
