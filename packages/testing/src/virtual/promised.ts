/**
 * Programs whose `main` is an async function. `@acoro/compat` has the full bridge between promises and
 * coroutines. Here the loop only has to know that a promise is in flight, and when it settles.
 */

import { type Awaitable, type Body, coroutine, type EventLoop, Future } from '@acoro/core'
import { type External, trackExternal } from '@acoro/core/lowlevel'

/** A main that may return a promise, as a body. */
export interface Promised<T> {
  /** If main returns a promise, the body returns a future of the loop for it. */
  readonly body: Body<T>
  /** Did main return a promise? Known once the body was called. */
  readonly isPromise: boolean
}

export function bodyOf<T>(main: (scope: void) => Awaitable<T> | Promise<T>, loop: EventLoop): Promised<T> {
  const promised = {
    isPromise: false,
    body: (): Awaitable<T> => {
      const result = main()
      if (!isPromise(result)) return result
      promised.isPromise = true
      const name = main.name || 'main'
      return following(futureOf(result, loop, `the promise of ${name}`), name)
    },
  }
  // The task of main is named after it.
  Object.defineProperty(promised.body, 'name', { value: main.name })
  return promised
}

/** A coroutine of the name of main. */
function following<T>(future: Future<T>, name: string): Awaitable<T> {
  const follow = function* () {
    return yield* future
  }
  Object.defineProperty(follow, 'name', { value: name })
  return coroutine(follow)()
}

/** `result`, or a future of `loop` if it is a promise; `what` describes that. */
export function awaitable<T>(result: Awaitable<T> | Promise<T>, loop: EventLoop, what: string): Awaitable<T> {
  return isPromise(result) ? futureOf(result, loop, what) : result
}

/** The promises of mains, among what is under way. They may wait for anything, also for time to pass. */
const ofMains = new WeakSet<External>()

export function isOfMain(external: External): boolean {
  return ofMains.has(external)
}

class PromiseFuture<T> extends Future<T> {
  readonly #what: string

  constructor(loop: EventLoop, what: string) {
    super(loop)
    this.#what = what
  }

  override describe(): string {
    return this.#what
  }
}

function futureOf<T>(promise: Promise<T>, loop: EventLoop, what: string): Future<T> {
  const future = new PromiseFuture<T>(loop, what)
  const external = trackExternal(loop, what)
  ofMains.add(external)
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

export function isPromise<T>(value: Awaitable<T> | Promise<T>): value is Promise<T> {
  return typeof (value as Partial<Promise<T>> | null)?.then === 'function' && !(Symbol.iterator in value)
}
