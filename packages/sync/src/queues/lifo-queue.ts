/** A queue that works as a stack. asyncio: `asyncio.LifoQueue`. */

import { Queue } from './queue.ts'

/**
 * A Queue that returns the last item first. asyncio: `asyncio.LifoQueue`.
 *
 * @example
 * ```ts
 * const stack = new LifoQueue<string>()
 * stack.putNowait('first')
 * stack.putNowait('last')
 * stack.getNowait() // => 'last'
 * ```
 */
export class LifoQueue<T> extends Queue<T> {
  readonly #stack: T[] = []

  override qsize(): number {
    return this.#stack.length
  }

  protected override _put(item: T): void {
    this.#stack.push(item)
  }

  protected override _get(): T {
    return this.#stack.pop() as T
  }
}
