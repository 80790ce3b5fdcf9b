/**
 * A function in the default executor, awaited.
 */

import type { Coroutine } from '../coroutine/coroutine.ts'
import { coroutine } from '../coroutine/define.ts'
import { getRunningLoop } from '../task/current-task.ts'
import { checkJob } from './executor.ts'

/**
 * Runs `fn(...args)` in the default executor and returns its result. If that executor has threads, `fn` runs
 * off the loop. Cancelling it drops the job if it has not begun. A function that runs in this thread sees a
 * copy of the current context; context variables do not follow into a worker. TypeError if `fn` is not a
 * function. asyncio: `asyncio.to_thread`.
 *
 * @example
 * ```ts
 * import { run, toThread } from '@acoro/core'
 *
 * const parse = (text: string) => JSON.parse(text)
 * await run(function* main() {
 *   return yield* toThread(parse, '[1, 2]')
 * }) // => [1, 2]
 * ```
 */
export function toThread<A extends unknown[], T>(fn: (...args: A) => T, ...args: A): Coroutine<Awaited<T>> {
  checkJob(fn)
  return runInThread(fn, args)
}

const runInThread: <A extends unknown[], T>(fn: (...args: A) => T, args: A) => Coroutine<Awaited<T>> =
  coroutine(function* toThread<A extends unknown[], T>(fn: (...args: A) => T, args: A) {
    return yield* getRunningLoop().runInExecutor(null, fn, ...args)
  })
