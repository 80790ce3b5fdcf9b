/**
 * Waiting for one callback of the platform, with nothing left behind.
 *
 * The callback may come before, while or after the waiting task is cancelled, and what it brings then has to
 * be closed. So each wait says how it is abandoned. That function is called unless the task has really
 * received the value.
 */

import { getRunningLoop, type Suspension } from '@acoro/core'
import { trackExternal } from '@acoro/core/lowlevel'

/** Starts something and returns how to undo it. If it throws, it has started nothing. */
export type Begin<T> = (resolve: (value: T) => void, reject: (error: Error) => void) => () => void

/** Waits for what `begin` starts. If that fails or the task is cancelled, it is undone. */
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
