/**
 * Waiting for one callback of the platform, with nothing left behind.
 *
 * A callback may come before, while and after its waiter is cancelled; whatever it brings then has to be closed. So
 * whoever begins such a wait says how it is abandoned, and that is called unless the value was really handed over.
 */

import { getRunningLoop, type Suspension } from '@acoro/core'
import { trackExternal } from '@acoro/core/lowlevel'

/** Begins something and says how to undo it; if it throws, it has begun nothing. */
export type Begin<T> = (resolve: (value: T) => void, reject: (error: Error) => void) => () => void

/** Waits for what `begin` begins; fails or cancelled, it is undone. */
export function* platform<T>(what: string, begin: Begin<T>): Generator<Suspension, T, unknown> {
  const loop = getRunningLoop()
  const future = loop.createFuture<T>()
  const external = trackExternal(loop, what)
  const settle = (give: () => void): void => {
    external.end()
    if (!future.done()) give()
  }
  let abandon: (() => void) | undefined
  try {
    abandon = begin(
      (value) => settle(() => future.setResult(value)),
      (error) => settle(() => future.setException(error)),
    )
    const value = yield* future
    abandon = undefined
    return value
  } finally {
    external.end()
    abandon?.()
  }
}
