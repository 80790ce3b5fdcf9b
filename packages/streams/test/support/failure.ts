// The error that awaiting something throws.

import type { Awaitable, Suspension } from '@acoro/core'

export function* failure(awaitable: Awaitable<unknown>): Generator<Suspension, unknown, unknown> {
  try {
    yield* awaitable
  } catch (error) {
    return error
  }
  throw new Error('expected it to throw')
}
