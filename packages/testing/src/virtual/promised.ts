/**
 * Programs whose `main` is an async function. `@acoro/compat` has the full bridge between promises and
 * coroutines. Here the loop only has to know that a promise is in flight, and when it settles.
 */

import { type Awaitable, type Body, type EventLoop, Future } from '@acoro/core'
import { trackExternal } from '@acoro/core/lowlevel'

/** `main` as a body. If it returns a promise, the body returns a future of `loop` for it. */
export function bodyOf<T>(main: (scope: void) => Awaitable<T> | Promise<T>, loop: EventLoop): Body<T> {
  return () => {
    const result = main()
    return isPromise(result) ? futureOf(result, loop, `the promise of ${main.name || 'main'}`) : result
  }
}

function futureOf<T>(promise: Promise<T>, loop: EventLoop, what: string): Future<T> {
  const future = new Future<T>(loop)
  const external = trackExternal(loop, what)
  const settle = (action: () => void) => () => {
    external.end()
    if (!future.done()) action()
  }
  promise.then(
    (value) => settle(() => future.setResult(value))(),
    (error: unknown) => settle(() => future.setException(error))(),
  )
  future.addDoneCallback(() => external.end())
  return future
}

function isPromise<T>(value: Awaitable<T> | Promise<T>): value is Promise<T> {
  return typeof (value as Partial<Promise<T>> | null)?.then === 'function' && !(Symbol.iterator in value)
}
