import { type Awaitable, type Coroutine, coroutine, getRunningLoop } from '@acoro/core'

/** The error of what has to fail. */
export const failureOf: (awaitable: Awaitable<unknown>) => Coroutine<unknown> = coroutine(function* failureOf(
  awaitable: Awaitable<unknown>,
) {
  try {
    yield* awaitable
  } catch (error) {
    return error
  }
  throw new Error('Expected it to fail')
})

/** A promise as something to wait for. */
export const promised: <T>(promise: Promise<T>) => Coroutine<T> = coroutine(function* promised<T>(
  promise: Promise<T>,
) {
  const future = getRunningLoop().createFuture<T>()
  promise.then(
    (value) => future.setResult(value),
    (error) => future.setException(error),
  )
  return yield* future
})
