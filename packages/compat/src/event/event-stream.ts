/**
 * The events of an emitter, one after the other.
 *
 * An emitter does not wait for its listeners, so events that are not taken fast enough pile up. Their number
 * is limited, and an option says what happens at the limit. The default is an error, because dropping events
 * and growing without end are both found out much later. A stream listens from the moment it is made, so it
 * has the events from before the first `anext()`.
 */

import {
  type AsyncSource,
  type Coroutine,
  coroutine,
  getRunningLoop,
  RuntimeError,
  type Suspension,
} from '@acoro/core'
import { type External, type Parked, Ready, Ring, Turn, trackExternal, WaitQueue } from '@acoro/core/lowlevel'
import {
  type EmitterLike,
  type EventName,
  isEmitter,
  type Listening,
  listen,
  type TargetLike,
} from './emitter.ts'

/** What happens to an event that comes when `limit` events are waiting. */
export type Overflow = 'error' | 'drop-oldest' | 'drop-newest'

export interface OnOptions {
  /** How many events may wait; 1024 by default. */
  limit?: number | undefined
  /**
   * What happens to more. `error`, the default, ends the stream with a RuntimeError after the waiting events
   * were taken.
   */
  overflow?: Overflow | undefined
  /** Events that end the stream, such as `close`. */
  end?: EventName | readonly EventName[] | undefined
}

type Item<Args> = IteratorResult<Args, undefined>

/** The error that ended a stream. The waiting tasks are woken with it. */
class Failure {
  readonly error: unknown
  told = false

  constructor(error: unknown) {
    this.error = error
  }
}

/** The events of an emitter. Iterate over them with `asyncFor`. */
export class EventStream<Args extends unknown[]> implements AsyncSource<Args>, Disposable {
  readonly #limit: number
  readonly #overflow: Overflow
  readonly #what: string
  readonly #stop: () => void
  readonly #waiting: WaitQueue<Item<Args> | Failure>
  readonly #buffer = new Ring<Args>()
  /**
   * Events that came back, because the task that was woken with them was cancelled before it ran. They are
   * taken first.
   */
  readonly #returned = new Ring<Args>()
  #external: External | null = null
  #ended = false
  /** The failure, until it is thrown. */
  #failure: Failure | null = null

  /** @internal Use `on(emitter, event)`. */
  constructor(emitter: EmitterLike | TargetLike, event: EventName, options: OnOptions) {
    this.#limit = options.limit ?? 1024
    this.#overflow = options.overflow ?? 'error'
    this.#what = `on(${String(event)})`
    this.#waiting = new WaitQueue<Item<Args> | Failure>({
      describe: () => `the next event of ${this.#what}`,
      onReturned: (item) => this.#takeBack(item),
    })
    const listenings: Listening[] = [[event, (...args) => this.#arrive(args as Args)]]
    if (event !== 'error' && isEmitter(emitter)) {
      listenings.push(['error', (error) => this.#end(new Failure(error))])
    }
    for (const end of [options.end ?? []].flat()) listenings.push([end, () => this.#end(null)])
    this.#stop = listen(emitter, listenings)
  }

  /** How many events are waiting. */
  get size(): number {
    return this.#returned.length + this.#buffer.length
  }

  /** Returns the arguments of the next event. Cancelling it loses neither an event nor an error. */
  anext(): Coroutine<Item<Args>> {
    return new Next<Args>(this)
  }

  /** Stops listening, and drops the waiting events. */
  aclose(): Coroutine<void> {
    return closing(this as Disposable)
  }

  [Symbol.dispose](): void {
    this.#end(null)
    this.#buffer.clear()
    this.#returned.clear()
  }

  /** @internal Returns an event or the end, or null if the caller has to wait. Throws the failure. */
  _take(): Item<Args> | null {
    const waiting = this.#returned.length > 0 ? this.#returned : this.#buffer
    if (waiting.length > 0) return { done: false, value: waiting.shift() }
    if (this.#failure !== null) throw this._tell(this.#failure)
    return this.#ended ? { done: true, value: undefined } : null
  }

  /** @internal */
  _park(): Parked<Item<Args> | Failure, void> {
    this.#external ??= trackExternal(getRunningLoop(), this.#what, {
      transient: false,
      abandon: () => this[Symbol.dispose](),
    })
    return this.#waiting.park()
  }

  /** @internal Returns the error of `failure`, which is thrown now and not again. */
  _tell(failure: Failure): unknown {
    failure.told = true
    this.#failure = null
    return failure.error
  }

  #arrive(args: Args): void {
    if (this.#ended || this.#waiting.wakeOne({ done: false, value: args })) return
    if (this.#buffer.length < this.#limit) this.#buffer.push(args)
    else if (this.#overflow === 'drop-oldest') {
      this.#buffer.shift()
      this.#buffer.push(args)
    } else if (this.#overflow === 'error') {
      const error = new RuntimeError(
        `${this.#limit} events of ${this.#what} wait to be taken, and one more came: take them faster, or say with \`overflow\` which to drop`,
      )
      this.#end(new Failure(error))
    }
  }

  #end(failure: Failure | null): void {
    if (this.#ended) return
    this.#ended = true
    this.#external?.end()
    const woken = this.#waiting.wakeAll(failure ?? { done: true, value: undefined })
    if (woken === 0) this.#failure = failure
    this.#stop()
  }

  /** The task that was woken with `item` was cancelled before it ran. */
  #takeBack(item: Item<Args> | Failure): void {
    if (item instanceof Failure) {
      if (!item.told) this.#failure = item
    } else if (item.done !== true && !this.#waiting.wakeOne(item)) this.#returned.push(item.value)
  }
}

/** `anext()`. It waits only if no event is there. */
class Next<Args extends unknown[]> extends Turn<Item<Args> | Failure, Item<Args>> {
  readonly #stream: EventStream<Args>

  constructor(stream: EventStream<Args>) {
    super(nextName)
    this.#stream = stream
  }

  start(): Iterator<Suspension, Item<Args>, unknown> {
    const item = this.#stream._take()
    return item === null ? this.wait(this.#stream._park()) : new Ready<Item<Args>>(item)
  }

  protected override taken(item: Item<Args> | Failure): IteratorResult<Suspension, Item<Args>> {
    if (item instanceof Failure) throw this.#stream._tell(item)
    return { done: true, value: item }
  }
}

const nextName = { name: 'anext' }

const closing = coroutine(function* aclose(source: Disposable) {
  source[Symbol.dispose]()
})
