/**
 * Many readers or one writer.
 *
 * Readers and writers stand in one line, first come, first served. A waiting writer holds up the readers
 * behind it, so a stream of readers cannot starve writers, nor writers readers. Readers next to one another
 * in the line enter together.
 *
 * A task holds the lock from the moment it is woken. If it is cancelled before it runs, the lock is released
 * again. If a waiting writer is cancelled, the readers it held up enter.
 */

import type { Coroutine, Suspension } from '@acoro/core'
import { Ready, Turn, WaitQueue } from '@acoro/core/lowlevel'
import { handedOut, handedOutAs } from '../base/dropped.ts'
import { Permit, type Releasable } from '../base/permit.ts'
import { type NamedOptions, Primitive } from '../base/primitive.ts'

export interface RwLockStatistics {
  readers: number
  writing: boolean
  waitingReaders: number
  waitingWriters: number
}

/** The right to write. It can be turned into the right to read. */
export class WritePermit extends Permit {
  readonly #lock: RwLock

  /** @internal */
  constructor(lock: RwLock, of: Releasable) {
    super(of, 1)
    this.#lock = lock
  }

  /**
   * Turns the right to write into the right to read, and lets in the readers that are next; no task writes in
   * between. Ends this permit and returns another. RangeError if it was released.
   */
  downgrade(): Permit {
    if (this.released) {
      throw new RangeError('Expected a permit that is held, to downgrade it, got one that was released')
    }
    this._endBoth()
    return this.#lock._downgrade()
  }
}

/**
 * Lets many tasks read at once, or one write, in order of arrival. A reader that asks to write waits for
 * itself.
 *
 * @example
 * ```ts
 * const lock = new RwLock()
 * const log: string[] = []
 * const read = coroutine(function* read(name: string) {
 *   using _permit = yield* lock.read()
 *   log.push(`${name} reads`)
 *   yield* sleep(10)
 * })
 * const write = coroutine(function* write() {
 *   using _permit = yield* lock.write()
 *   log.push(`writes, ${lock.statistics().readers} readers`)
 * })
 * yield* gather(read('a'), read('b'), write(), read('c'))
 * log // => ['a reads', 'b reads', 'writes, 0 readers', 'c reads']
 * ```
 */
export class RwLock extends Primitive {
  /** Tasks that read, or were woken to read. */
  #readers = 0
  #writing = false
  readonly #readSide: Releasable = {
    _release: () => {
      this.#readers--
      this._wake()
    },
  }
  readonly #writeSide: Releasable = {
    _release: () => {
      this.#writing = false
      this._wake()
    },
  }
  /** @internal */
  readonly _queue: WaitQueue<Permit, Kind> = new WaitQueue<Permit, Kind>({
    owner: this,
    describe: () => {
      const held = this.#writing ? 'being written' : `${this.#readers} reading`
      return this._describe('read/write', `${held}, ${this._queue.size} waiting`)
    },
    onReturned: (permit) => permit.release(),
  })

  constructor(options?: NamedOptions) {
    super(options)
  }

  /**
   * Waits until no task writes or waits before it: `using permit = yield* lock.read()`. If cancelled, it
   * leaves the line, and hands on a turn it was given.
   */
  read(): Coroutine<Permit> {
    return new Acquire<Permit>(this, 'read')
  }

  /**
   * Waits until no task reads, writes or waits before it. If cancelled, it leaves the line as `read()` does.
   */
  write(): Coroutine<WritePermit> {
    return new Acquire<WritePermit>(this, 'write')
  }

  /** Returns a permit to read if one is free now, undefined otherwise. Never waits. */
  tryRead(): Permit | undefined {
    return this._take('read')
  }

  /** Returns a permit to write if it is free now, undefined otherwise. Never waits. */
  tryWrite(): WritePermit | undefined {
    return this._take('write') as WritePermit | undefined
  }

  statistics(): RwLockStatistics {
    const waiting = [...this._queue]
    const waitingReaders = waiting.filter((parked) => parked.request === 'read').length
    return {
      readers: this.#readers,
      writing: this.#writing,
      waitingReaders,
      waitingWriters: waiting.length - waitingReaders,
    }
  }

  /** @internal */
  _take(kind: Kind): Permit | undefined {
    const permit = this._queue.size === 0 ? this.#enter(kind) : undefined
    return permit === undefined ? undefined : this._handOut(permit, kind)
  }

  /** @internal The permit that the current task receives. */
  _handOut(permit: Permit, kind: Kind): Permit {
    if (kind === 'read') return handedOut(permit, this, kind)
    return handedOutAs(permit, this, kind, (of) => new WritePermit(this, of))
  }

  /** @internal It has no `release()` of its own. */
  get _countsReleases(): boolean {
    return false
  }

  /** @internal Lets in the next tasks, as many as can enter. */
  _wake(): void {
    for (let first = this._queue.first; first !== undefined; first = this._queue.first) {
      const permit = this.#enter(first.request)
      if (permit === undefined) return
      this._queue.wakeOne(permit)
    }
  }

  /** @internal */
  _downgrade(): Permit {
    this.#writing = false
    this.#readers++
    this._wake()
    return this._handOut(new Permit(this.#readSide, 1), 'read')
  }

  /** @internal */
  override _summary(): string {
    const held = this.#writing ? 'writing' : this.#readers > 0 ? `readers:${this.#readers}` : 'unlocked'
    return `${held}, waiting:${this._queue.size}`
  }

  #enter(kind: Kind): Permit | undefined {
    if (this.#writing) return undefined
    if (kind === 'read') {
      this.#readers++
      return new Permit(this.#readSide, 1)
    }
    if (this.#readers > 0) return undefined
    this.#writing = true
    return new WritePermit(this, this.#writeSide)
  }
}

type Kind = 'read' | 'write'

const names = { read: { name: 'RwLock.read' }, write: { name: 'RwLock.write' } }

class Acquire<P extends Permit> extends Turn<Permit, P> {
  readonly #lock: RwLock
  readonly #kind: Kind

  constructor(lock: RwLock, kind: Kind) {
    super(names[kind])
    this.#lock = lock
    this.#kind = kind
  }

  override start(): Iterator<Suspension, P, unknown> {
    const permit = this.#lock._take(this.#kind)
    if (permit !== undefined) return new Ready(permit as P)
    this.#lock._bind()
    return this.wait(this.#lock._queue.park(this.#kind))
  }

  protected override taken(permit: Permit): IteratorResult<Suspension, P> {
    return { done: true, value: this.#lock._handOut(permit, this.#kind) as P }
  }

  protected override left(): void {
    this.#lock._wake()
  }
}
