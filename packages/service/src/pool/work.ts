/**
 * The work on resources: what runs it, and how long the stock rests after a `create` that failed for nobody.
 */

import { type Coroutine, coroutine, type Suspension } from '@acoro/core'
import { exponential, type Schedule } from '../retry/schedule.ts'

/** Between attempts to fill the pool while no task waits. */
export const pauses: Schedule = exponential({ first: 100, max: 30_000 })

export const working: (begin: () => Generator<Suspension, void, unknown>) => Coroutine<void> = coroutine(
  function* work(begin: () => Generator<Suspension, void, unknown>): Generator<Suspension, void, unknown> {
    yield* begin()
  },
)
