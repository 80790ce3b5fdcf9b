// A cancel at every moment there is.

import { type Awaitable, createTask, isCancelledError, type Suspension, sleep } from '@acoro/core'
import { expect } from 'vitest'
import { turn } from './turn.ts'

/**
 * Runs it again and again, cancelled one step later each time, until it ends before the cancel. `close`
 * closes what it returned.
 */
export function* cancelledEverywhere<T>(
  begin: () => Generator<Suspension, T, unknown>,
  close: (value: T) => Awaitable<unknown> | void,
): Generator<Suspension, number, unknown> {
  for (let steps = 0; ; steps++) {
    const task = createTask(begin())
    for (let i = 0; i < steps && !task.done(); i++) yield* i % 3 === 2 ? turn() : sleep(0)
    const finished = task.done()
    task.cancel()
    try {
      const value = yield* task
      const closing = close(value)
      if (closing !== undefined) yield* closing
    } catch (error) {
      expect(isCancelledError(error)).toBe(true)
      expect(finished).toBe(false)
    }
    if (finished) return steps
  }
}
