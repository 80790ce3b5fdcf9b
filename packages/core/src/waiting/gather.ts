/**
 * Several awaitables as one: their results in the order of the arguments.
 *
 * As in asyncio, the others run on when one fails. Use a task group if they should be cancelled. A child that
 * is passed twice runs once.
 */

import { makeCancelledError } from '../base/errors.ts'
import { CANCELLED, REJECTED } from '../base/flags.ts'
import { checkOptions, type OptionKinds } from '../base/options.ts'
import { Coroutine, isCoroutine } from '../coroutine/coroutine.ts'
import { type Awaitable, type AwaitedOf, Future, isFuture } from '../future/future.ts'
import { loopInForce } from '../future/loop-in-force.ts'
import type { EventLoop } from '../loop/loop.ts'
import { ChildWaiter, type Joint } from '../parking/joint.ts'
import { ensureFuture } from '../task/create-task.ts'
import { noteLabel } from '../tracing/trail.ts'

/** The outer future. Cancelling it cancels the children, and the cancellation is never lost. */
class GatheringFuture extends Future<unknown[]> implements Joint {
  readonly #children: readonly Future<unknown>[]
  readonly #returnExceptions: boolean
  #left: number
  #cancelRequested = false

  constructor(loop: EventLoop, children: readonly Future<unknown>[], returnExceptions: boolean) {
    super(loop)
    this.#children = children
    this.#returnExceptions = returnExceptions
    this.#left = children.length
  }

  override cancel(message?: unknown): boolean {
    if (this.done()) return false
    let any = false
    for (const child of this.#children) if (child.cancel(message)) any = true
    if (any) this.#cancelRequested = true
    return any
  }

  /** @internal */
  _join(): void {
    // Children that are already done are counted at once, and last: an eager child needs no trip through the
    // loop.
    let done: Future<unknown>[] | undefined
    for (const child of this.#children) {
      if (!child.done()) child._addWaiter(new ChildWaiter(this, child))
      else if (done === undefined) done = [child]
      else done.push(child)
    }
    if (done !== undefined) for (const child of done) this._childEnded(child)
  }

  /** @internal */
  _childEnded(child: Future<unknown>): void {
    this.#left--
    if (this.done()) {
      if (child._status === REJECTED) child.exception()
      return
    }
    if (!this.#returnExceptions && child._status >= REJECTED) {
      const error = child._takeError()
      noteLabel(error, child._label)
      this._reject(error)
      return
    }
    if (this.#left > 0) return
    const results: unknown[] = []
    for (const each of this.#children)
      results.push(each._status >= REJECTED ? each._takeError() : each._outcome)
    if (this.#cancelRequested) {
      // The gather was cancelled, but the children ended otherwise: the request must not be lost.
      this._reject(child._status === CANCELLED ? child._takeError() : makeCancelledError())
    } else this._resolve(results)
  }

  /** @internal */
  override _dependsOn(): Iterable<Future<unknown>> {
    return this.#children
  }

  override describe(): string {
    return `gather of ${this.#children.length} (${this.#children.filter((child) => !child.done()).length} pending)`
  }
}

export interface GatherOptions {
  /** Errors stand among the results instead of being thrown. */
  returnExceptions?: boolean | undefined
}

type Results<A extends readonly Awaitable<unknown>[]> = { -readonly [I in keyof A]: AwaitedOf<A[I]> }
type Settled<A extends readonly Awaitable<unknown>[]> = { -readonly [I in keyof A]: unknown }

/**
 * Runs the awaitables at the same time and returns their results in order. The first error is thrown at once,
 * while the others run on. With `returnExceptions`, errors stand in the list. Cancelling it cancels all of
 * them. A child that is cancelled counts as failed. RangeError if they belong to several loops. asyncio:
 * `asyncio.gather`.
 *
 * @example
 * ```ts
 * import { gather, run, sleep } from '@acoro/core'
 *
 * await run(function* main() {
 *   return yield* gather(sleep(20, 'a'), sleep(10, 2))
 * }) // => ['a', 2]
 * ```
 */
// Lists first: to TypeScript, an array of tasks looks like an awaitable, because it yields futures.
export function gather<A extends readonly Awaitable<unknown>[] | []>(
  awaitables: A,
  options: GatherOptions & { returnExceptions: true },
): Future<Settled<A>>
export function gather<A extends readonly Awaitable<unknown>[] | []>(
  awaitables: A,
  options?: GatherOptions,
): Future<Results<A>>
export function gather<T>(awaitables: Iterable<Awaitable<T>>, options?: GatherOptions): Future<T[]>
export function gather<A extends readonly Awaitable<unknown>[] | []>(...awaitables: A): Future<Results<A>>
export function gather(...args: unknown[]): Future<unknown[]> {
  const listed = isList(args[0])
  if (listed) checkOptions(args[1], 'gather()', GATHER_OPTIONS)
  const awaitables = (listed ? [...(args[0] as Iterable<unknown>)] : args) as Awaitable<unknown>[]
  const returnExceptions = listed && (args[1] as GatherOptions | undefined)?.returnExceptions === true

  const children = childrenOf(awaitables)
  const first = children[0]
  if (first === undefined) {
    const empty = loopInForce().createFuture<unknown[]>()
    empty.setResult([])
    return empty
  }
  const outer = new GatheringFuture(first.getLoop(), children, returnExceptions)
  outer._join()
  return outer
}

/** The futures of the awaitables, in order. An awaitable that is passed twice has one future. */
function childrenOf(awaitables: readonly Awaitable<unknown>[]): Future<unknown>[] {
  const children: Future<unknown>[] = []
  let known: Map<Awaitable<unknown>, Future<unknown>> | undefined
  for (const awaitable of awaitables) {
    // A future stands for itself, and a coroutine seen for the first time has not begun: neither needs a
    // lookup.
    if (awaitable instanceof Coroutine ? awaitable._isFresh : isFuture(awaitable)) {
      const future = ensureFuture(awaitable, children[0]?.getLoop())
      children.push(future)
      continue
    }
    known ??= new Map(children.map((child, at) => [awaitables[at] as Awaitable<unknown>, child]))
    const future = known.get(awaitable) ?? ensureFuture(awaitable, children[0]?.getLoop())
    known.set(awaitable, future)
    children.push(future)
  }
  return children
}

const GATHER_OPTIONS: OptionKinds = { returnExceptions: 'boolean' }

/** Tells a list of awaitables from an awaitable: both can be iterated. */
function isList(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !(Symbol.iterator in value)) return false
  if (isFuture(value) || isCoroutine(value)) return false
  // An iterator without throw() cannot be awaited: it belongs to a collection, such as `map.values()`.
  return 'length' in value || 'size' in value || ('next' in value && !('throw' in value))
}
