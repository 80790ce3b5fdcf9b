/**
 * Errors that the engine throws for `yield*` of something else than an awaitable, with the cure.
 *
 * The engine names neither the promise that has no iterator, nor the item of a list that the task refused: a
 * list has no `throw`, so the engine throws an error of its own there. Each engine has words of its own for
 * both. An error in words that are not known here stays as it is.
 */

const NOT_AWAITABLE = /^yield\* .* iterable$|iterable \(cannot read|\((?:near|evaluating|In) '\.*yield\*/
const CURE = 'yield* takes a coroutine, a future or a task, and a promise by fromPromise() of @acoro/compat'

/**
 * `error`, which ended a frame, as it is to be shown. `sent` is the error that was thrown into the frame, if
 * any.
 */
export function explained(error: unknown, sent?: unknown): unknown {
  try {
    if (!(error instanceof TypeError) || error === sent) return error
    if (NOT_AWAITABLE.test(error.message)) retitle(error, `${error.message}: ${CURE}`)
    else if (sent !== undefined && error.message === complaint()) {
      // A cancellation goes on, and is not lost for the sake of an iterator without `throw`.
      if (!(sent instanceof TypeError)) return sent
      retitle(
        error,
        `${sent.message}. It came from yield* of an iterable: gather() awaits the items of a list`,
      )
    }
  } catch {
    // It is frozen, or a revoked Proxy.
  }
  return error
}

function retitle(error: Error, message: string): void {
  const { stack } = error
  if (stack !== undefined) error.stack = stack.replace(error.message, () => message)
  error.message = message
}

/** What the engine says of a delegate without `throw`. */
function complaint(): string {
  const list = (function* () {
    yield* [0]
  })()
  list.next()
  try {
    list.throw(undefined)
  } catch (error) {
    return (error as Error).message
  }
  return ''
}
