/**
 * Waiting for several futures without changing them: a timeout here cancels nothing.
 */

import { checkMilliseconds, describeValue } from '../base/errors.ts'
import { BLOCKING } from '../base/flags.ts'
import { checkOptions, type OptionKinds } from '../base/options.ts'
import { type Coroutine, coroutineBrand, isCoroutine } from '../coroutine/coroutine.ts'
import { coroutine } from '../coroutine/define.ts'
import { type Future, isFuture, type Suspension } from '../future/future.ts'
import { JointFuture } from '../parking/joint.ts'
import { getRunningLoop } from '../task/current-task.ts'

export type ReturnWhen = 'FIRST_COMPLETED' | 'FIRST_EXCEPTION' | 'ALL_COMPLETED'

const RETURN_WHEN: readonly unknown[] = ['FIRST_COMPLETED', 'FIRST_EXCEPTION', 'ALL_COMPLETED']

/** The error messages of `wait` itself say what each option has to be. */
const WAIT_OPTIONS: OptionKinds = { timeout: () => {}, returnWhen: () => {} }

export interface WaitOptions {
  /** How long to wait, in ms; null or left out: no limit. */
  timeout?: number | null | undefined
  returnWhen?: ReturnWhen | undefined
}

/** The futures that are done, and those that are pending. */
export type WaitResult<F> = [done: Set<F>, pending: Set<F>]

/**
 * Waits until the first, the first failed or all of `futures` are done, and returns them as two sets. It
 * never throws for a timeout and never cancels. TypeError for coroutines (make tasks of them), RangeError for
 * an empty set. Cancelling it does not touch the futures. asyncio: `asyncio.wait`.
 *
 * @example
 * ```ts
 * import { createTask, run, sleep, wait } from '@acoro/core'
 *
 * await run(function* main() {
 *   const tasks = [createTask(sleep(5)), createTask(sleep(5000))]
 *   const [done, pending] = yield* wait(tasks, { returnWhen: 'FIRST_COMPLETED' })
 *   return [done.size, pending.size]
 * }) // => [1, 1]
 * ```
 */
export function wait<F extends Future<unknown>>(
  futures: Iterable<F>,
  options: WaitOptions = {},
): Coroutine<WaitResult<F>> {
  checkOptions(options, 'wait()', WAIT_OPTIONS)
  const { returnWhen = 'ALL_COMPLETED', timeout = null } = options
  const set = checkFutures(futures)
  if (!RETURN_WHEN.includes(returnWhen)) {
    throw new RangeError(
      `Expected returnWhen to be 'FIRST_COMPLETED', 'FIRST_EXCEPTION' or 'ALL_COMPLETED', got ${describeValue(returnWhen)}`,
    )
  }
  if (timeout !== null) checkMilliseconds(timeout, 'a timeout')
  return waiting(set, returnWhen, timeout)
}

const waiting = coroutine(function* wait<F extends Future<unknown>>(
  futures: Set<F>,
  returnWhen: ReturnWhen,
  timeout: number | null,
) {
  yield* untilCompleted(futures, returnWhen, timeout)
  const done = new Set<F>()
  const pending = new Set<F>()
  for (const future of futures) (future.done() ? done : pending).add(future)
  return [done, pending] as WaitResult<F>
})

/** Waits for as many of `futures` as `returnWhen` says. Uses done callbacks and removes them at the end. */
export function* untilCompleted(
  futures: ReadonlySet<Future<unknown>>,
  returnWhen: ReturnWhen,
  timeout: number | null,
): Generator<Suspension, void, unknown> {
  const loop = getRunningLoop()
  const waiter = new JointFuture<void>(loop, `wait for ${returnWhen}`, futures)
  const release = () => {
    if (!waiter.done()) waiter.setResult()
  }
  let left = futures.size
  const completed = (future: Future<unknown>) => {
    left--
    const failed = returnWhen === 'FIRST_EXCEPTION' && future.failed()
    // As in asyncio, a wait that ends because of the error counts as having retrieved it.
    if (failed) future.exception()
    if (left === 0 || returnWhen === 'FIRST_COMPLETED' || failed) release()
  }
  const timer = timeout === null ? undefined : loop.callLater(timeout, release)
  for (const future of futures) future.addDoneCallback(completed)
  try {
    yield* waiter
  } finally {
    timer?.cancel()
    for (const future of futures) future.removeDoneCallback(completed)
  }
}

/**
 * The items of a list, which may also be a generator. A future or a coroutine can be iterated too, but is no
 * list. A generator that waits with `yield*` is a coroutine.
 */
export function listOf<T>(list: Iterable<T>, what: string): T[] {
  const iterable = typeof list === 'object' && list !== null && Symbol.iterator in list
  if (!iterable || isFuture(list) || coroutineBrand in list)
    throw new TypeError(`Expected a list of ${what}, got ${describeValue(list)}`)
  const items: T[] = []
  for (const item of list) {
    if (isFuture(item) && (item._flags & BLOCKING) !== 0) {
      item._flags &= ~BLOCKING
      throw new TypeError(`Expected a list of ${what}, got a coroutine: make a task of it with createTask()`)
    }
    items.push(item)
  }
  return items
}

function checkFutures<F extends Future<unknown>>(futures: Iterable<F>): Set<F> {
  const set = new Set(listOf(futures, 'futures'))
  if (set.size === 0) throw new RangeError('Set of Tasks/Futures is empty.')
  for (const future of set) {
    if (isFuture(future)) continue
    if (isCoroutine(future)) throw new TypeError('Passing coroutines is forbidden, use tasks explicitly.')
    throw new TypeError(`Expected only futures and tasks to wait for, got ${describeValue(future)}`)
  }
  return set
}
