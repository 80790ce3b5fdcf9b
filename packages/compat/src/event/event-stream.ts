/**
 * All events of an emitter, one after the other.
 *
 * An emitter does not wait for who listens, so what comes faster than it is taken piles up. The pile is bounded, and who
 * makes it says what happens at the bound; failing is the default, because both dropping in silence and growing without
 * end are found out much later. It listens from the call on, because what is emitted before the first `anext()` counts.
 */

import {
  type AsyncSource,
  type Coroutine,
  coroutine,
  getRunningLoop,
  RuntimeError,
  type Suspension,
} from '@acoro/core'
import { type External, Operation, Ready, trackExternal, WaitQueue } from '@acoro/core/lowlevel'
import { type EmitterLike, type EventName, isEmitter, listen, type TargetLike } from './emitter.ts'

/** What happens to an event that comes when `limit` events wait to be taken. */
export type Overflow = 'error' | 'drop-oldest' | 'drop-newest'

export interface OnOptions {
  /** How many events may wait to be taken; 1024 unless given. */
  limit?: number | undefined
  /** What happens to more: `'error'` ends it with a RuntimeError once those before were taken, and is the default. */
  overflow?: Overflow | undefined
  /** Events that end it, such as `'close'`. */
  end?: EventName | readonly EventName[] | undefined
}

type Item<Args> = IteratorResult<Args, undefined>

/** The events of an emitter; go through them with `asyncFor`. */
export class EventStream<Args extends unknown[]> implements AsyncSource<Args>, Disposable {
  readonly #limit: number
  readonly #overflow: Overflow
  readonly #what: string
  readonly #stops: (() => void)[] = []
  readonly #waiting: WaitQueue<Item<Args>>
  #buffer: Args[] = []
  /** Events that were handed to a task which was cancelled before it could take them: the next to be taken. */
  #returned: Args[] = []
  #external: External | null = null
  #ended = false
  #failure: { readonly error: unknown } | null = null

  /** @internal Use `on(emitter, event)`. */
  constructor(emitter: EmitterLike | TargetLike, event: EventName, options: OnOptions) {
    this.#limit = options.limit ?? 1024
    this.#overflow = options.overflow ?? 'error'
    this.#what = `on(${String(event)})`
    this.#waiting = new WaitQueue<Item<Args>>({
      describe: () => `the next event of ${this.#what}`,
      onReturned: (item) => this.#takeBack(item),
    })
    this.#stops.push(listen(emitter, event, (...args) => this.#arrive(args as Args)))
    if (event !== 'error' && isEmitter(emitter)) {
      this.#stops.push(listen(emitter, 'error', (error) => this.#end({ error })))
    }
    for (const end of [options.end ?? []].flat())
      this.#stops.push(listen(emitter, end, () => this.#end(null)))
  }

  /** How many events wait to be taken. */
  get size(): number {
    return this.#returned.length + this.#buffer.length
  }

  /** The arguments of the next event. Cancelling it loses none. */
  anext(): Coroutine<Item<Args>> {
    return new Next<Args>(this)
  }

  /** Stops listening; what waits to be taken is dropped. */
  aclose(): Coroutine<void> {
    return closing(this as Disposable)
  }

  [Symbol.dispose](): void {
    this.#end(null)
    this.#buffer = []
    this.#returned = []
  }

  /** @internal */
  _next(): Iterator<Suspension, Item<Args>, unknown> {
    const args = this.#returned.shift() ?? this.#buffer.shift()
    if (args !== undefined) return new Ready<Item<Args>>({ done: false, value: args })
    if (this.#failure !== null) {
      const { error } = this.#failure
      this.#failure = null
      throw error
    }
    if (this.#ended) return new Ready<Item<Args>>({ done: true, value: undefined })
    this.#external ??= trackExternal(getRunningLoop(), this.#what, {
      transient: false,
      abandon: () => this[Symbol.dispose](),
    })
    return this.#waiting.park()[Symbol.iterator]()
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
      this.#end({ error })
    }
  }

  #end(failure: { readonly error: unknown } | null): void {
    if (this.#ended) return
    this.#ended = true
    for (const stop of this.#stops) stop()
    this.#external?.end()
    if (failure === null) this.#waiting.wakeAll({ done: true, value: undefined })
    else if (this.#waiting.abort(failure.error) === 0) this.#failure = failure
  }

  #takeBack(item: Item<Args>): void {
    if (item.done !== true && !this.#waiting.wakeOne(item)) this.#returned.push(item.value)
  }
}

/** `anext()`: waits only where no event is there. */
class Next<Args extends unknown[]> extends Operation<Item<Args>> {
  readonly #stream: EventStream<Args>

  constructor(stream: EventStream<Args>) {
    super(nextName)
    this.#stream = stream
  }

  start(): Iterator<Suspension, Item<Args>, unknown> {
    return this.#stream._next()
  }
}

const nextName = { name: 'anext' }

const closing = coroutine(function* aclose(source: Disposable) {
  source[Symbol.dispose]()
})
