/**
 * The first of several awaitables to end. The others are cancelled and awaited, so nothing runs on behind its
 * back.
 */

import { isCancelledError } from '../base/errors.ts'
import { type Coroutine, isAwaitable } from '../coroutine/coroutine.ts'
import { coroutine } from '../coroutine/define.ts'
import type { Awaitable, AwaitedOf, Future, Suspension } from '../future/future.ts'
import { coroutineOf, ensureFuture } from '../task/create-task.ts'
import { holdCancel, releaseCancel } from '../task/hold.ts'
import { listOf, untilCompleted } from './wait.ts'

const racing = coroutine(function* race<T>(awaitables: Awaitable<T>[]) {
  const futures = new Set(awaitables.map((awaitable) => ensureFuture(awaitable)))
  try {
    yield* untilCompleted(futures, 'FIRST_COMPLETED', null)
    // Read before the others are cancelled: they may end too, while they clean up.
    const winner = firstDone(futures)
    futures.delete(winner)
    return winner.result()
  } finally {
    yield* cancelAll(futures)
  }
})

function firstDone<T>(futures: Set<Future<T>>): Future<T> {
  for (const future of futures) if (future.done()) return future
  throw new Error('unreachable: a race was won by nobody')
}

/**
 * Cancels all futures and waits until they are done. If it is cancelled meanwhile, it waits on, and throws
 * that cancellation at the end.
 */
export function* cancelAll(futures: ReadonlySet<Future<unknown>>): Generator<Suspension, void, unknown> {
  let cancellation: unknown
  let held: ReturnType<typeof holdCancel> = null
  for (const future of futures) future.cancel()
  try {
    for (;;) {
      const pending = new Set([...futures].filter((future) => !future.done()))
      if (pending.size === 0) break
      try {
        yield* untilCompleted(pending, 'ALL_COMPLETED', null)
      } catch (error) {
        if (!isCancelledError(error)) throw error
        cancellation = error
        held ??= holdCancel()
      }
    }
  } finally {
    releaseCancel(held)
  }
  if (cancellation !== undefined) throw cancellation
}

/**
 * Returns or throws the outcome of the first awaitable that ends. The others are cancelled, and awaited
 * before it returns. Cancelling it cancels and awaits all of them. RangeError if there are none. asyncio has
 * no counterpart: `wait` with FIRST_COMPLETED, then cancel and await the rest.
 *
 * What a loser has taken is lost: `race([a.get(), b.get()])` drops an item if both queues get one in the same
 * turn. Use `select` of `@acoro/sync` to take from one of several queues or channels.
 *
 * @example
 * ```ts
 * import { race, run, sleep } from '@acoro/core'
 *
 * await run(function* main() {
 *   return yield* race([sleep(5, 'fast'), sleep(60_000, 'slow')])
 * }) // => 'fast'
 * ```
 */
export function race<A extends Awaitable<unknown>>(awaitables: Iterable<A>): Coroutine<AwaitedOf<A>> {
  const list = listOf(awaitables, 'awaitables')
  if (list.length === 0) throw new RangeError('Expected at least one awaitable to race, got none')
  // Refuses a value that cannot be awaited now, before any awaitable begins.
  for (const awaitable of list) if (!isAwaitable(awaitable)) coroutineOf(awaitable)
  return racing(list as Awaitable<AwaitedOf<A>>[])
}
