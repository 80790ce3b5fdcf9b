/**
 * Several awaitables as one: their results in the order of the arguments.
 *
 * As in asyncio the others run on when one fails; a task group is for those who want them cancelled. All children
 * share one done callback, and a child given twice runs once.
 */

import { isCoroutine } from './coroutine.ts'
import { makeCancelledError } from './errors.ts'
import { CANCELLED, REJECTED } from './flags.ts'
import { type Awaitable, type AwaitedOf, Future, isFuture } from './future.ts'
import type { EventLoop } from './loop.ts'
import { ensureFuture, getRunningLoop } from './task.ts'
import { noteLabel } from './trail.ts'

/** The outer future: cancelling it cancels the children, and always comes through. */
class GatheringFuture<T> extends Future<T> {
  readonly children: readonly Future<unknown>[]
  cancelRequested = false

  constructor(loop: EventLoop, children: readonly Future<unknown>[]) {
    super(loop)
    this.children = children
  }

  override cancel(message?: string): boolean {
    if (this.done()) return false
    let any = false
    for (const child of this.children) if (child.cancel(message)) any = true
    if (any) this.cancelRequested = true
    return any
  }

  /** @internal */
  override _dependsOn(): Iterable<Future<unknown>> {
    return this.children
  }

  override describe(): string {
    return `gather of ${this.children.length} (${this.children.filter((child) => !child.done()).length} pending)`
  }
}

export interface GatherOptions {
  /** Errors stand among the results instead of being thrown. */
  returnExceptions?: boolean | undefined
}

type Results<A extends readonly Awaitable<unknown>[]> = { -readonly [I in keyof A]: AwaitedOf<A[I]> }
type Settled<A extends readonly Awaitable<unknown>[]> = { -readonly [I in keyof A]: unknown }

/**
 * Runs the awaitables at the same time and gives their results in order. The first error is thrown at once, while
 * the others run on; with `returnExceptions` errors stand in the list. Cancelling it cancels them all. A child
 * that is cancelled counts as failed. RangeError where they are of several loops. asyncio: `asyncio.gather`.
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
// Lists first: to TypeScript an array of tasks looks like something awaitable, because what it yields are futures.
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
  const awaitables = (listed ? [...(args[0] as Iterable<unknown>)] : args) as Awaitable<unknown>[]
  const returnExceptions = listed && (args[1] as GatherOptions | undefined)?.returnExceptions === true

  const futures = new Map<Awaitable<unknown>, Future<unknown>>()
  let loop: EventLoop | undefined
  const children = awaitables.map((awaitable) => {
    const known = futures.get(awaitable)
    if (known !== undefined) return known
    const future = ensureFuture(awaitable, loop)
    loop ??= future.getLoop()
    futures.set(awaitable, future)
    return future
  })
  if (loop === undefined) {
    const empty = getRunningLoop().createFuture<unknown[]>()
    empty.setResult([])
    return empty
  }

  const outer = new GatheringFuture<unknown[]>(loop, children)
  let left = futures.size
  const childDone = (child: Future<unknown>): void => {
    left--
    if (outer.done()) {
      if (child._status === REJECTED) child.exception()
      return
    }
    if (!returnExceptions && child._status >= REJECTED) {
      const error = child._takeError()
      noteLabel(error, child._label)
      outer.setException(error)
      return
    }
    if (left > 0) return
    const results = children.map((each) => (each._status >= REJECTED ? each._takeError() : each._outcome))
    if (outer.cancelRequested) {
      // Asked to be cancelled and nobody was: the request must not be lost.
      outer.setException(child._status === CANCELLED ? child._takeError() : makeCancelledError())
    } else outer.setResult(results)
  }
  // Those done already are counted at once: what finished eagerly needs no trip through the loop.
  const done: Future<unknown>[] = []
  for (const future of futures.values()) {
    if (future.done()) done.push(future)
    else future.addDoneCallback(childDone)
  }
  for (const future of done) childDone(future)
  return outer
}

/** An array of awaitables can be iterated, and so can an awaitable: tell them apart. */
function isList(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !(Symbol.iterator in value)) return false
  return (
    !isFuture(value) &&
    (Array.isArray(value) || value instanceof Set || (!isCoroutine(value) && 'length' in value))
  )
}
