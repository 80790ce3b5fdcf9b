/**
 * A `for await` of lowered code: what the standard does around its body.
 *
 *   open ──next──► more ──► the body ──► next …
 *                   │          ├──break, return──► isLeft: close, closed
 *                   │          └──throw──► failed, isLeft: close, and the error goes on
 *                   └──done, or next() fails──► end
 */

import { describeValue } from '@acoro/core/lowlevel'
import { asyncIteratorOf } from './async-iterator.ts'

type Method = (...args: unknown[]) => unknown

export class ForAwait {
  value: unknown = undefined
  #iterator: object = this
  #next: Method | undefined
  #return: Method | undefined
  /** Does the body run? Only then is the iterator closed. */
  #inBody = false
  #hasFailed = false
  #error: unknown

  open(iterable: object): void {
    const iterator = asyncIteratorOf(iterable)
    this.#iterator = iterator
    this.#next = iterator.next as Method
  }

  next(): unknown {
    this.#inBody = false
    return Reflect.apply(this.#next as Method, this.#iterator, [])
  }

  more(result: unknown): boolean {
    checkObject(result)
    if ((result as IteratorResult<unknown>).done) return false
    this.value = (result as IteratorResult<unknown>).value
    this.#inBody = true
    return true
  }

  failed(error: unknown): void {
    this.#hasFailed = true
    this.#error = error
  }

  /** Has the body left the loop, and can the iterator be closed? */
  isLeft(): boolean {
    if (!this.#inBody) return false
    try {
      const method = (this.#iterator as Partial<AsyncIterator<unknown>>).return as unknown
      if (method === undefined || method === null) return false
      this.#return = method as Method
      return true
    } catch (error) {
      this.closeFailed(error)
      return false
    }
  }

  close(): unknown {
    return Reflect.apply(this.#return as Method, this.#iterator, [])
  }

  closed(result: unknown): void {
    if (!this.#hasFailed) checkObject(result)
  }

  /** The error of the body counts before that of closing. */
  closeFailed(error: unknown): void {
    if (!this.#hasFailed) throw error
  }

  end(): void {
    if (this.#hasFailed) throw this.#error
  }
}

function checkObject(result: unknown): void {
  if ((typeof result === 'object' && result !== null) || typeof result === 'function') return
  throw new TypeError(`Iterator result ${describeValue(result)} is not an object`)
}
