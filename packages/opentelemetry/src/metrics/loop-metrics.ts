/**
 * How late loops are, how long their iterations take, and for how long steps have blocked them. Blocks are
 * told by `@acoro/console`, which watches from another thread: without it there are none.
 */

import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { EventLoop } from '@acoro/core'
import { loopStats, type TaskHook } from '@acoro/core/lowlevel'
import type { Meter, ObservableResult } from '@opentelemetry/api'

/** The channel on which `@acoro/console` tells of blocks. */
const BLOCKED = 'acoro:loop:blocked'

/** Tells `meter` from now on. Returns a function that ends it. */
export function tellLoops(meter: Meter, loops: () => Iterable<EventLoop>): () => void {
  const lag = meter.createObservableGauge('acoro.loop.lag', {
    description: 'How late the last timer was, of the loop that is latest',
    unit: 's',
  })
  const blocked = meter.createHistogram('acoro.loop.blocked.duration', {
    description: 'How long single steps have kept the thread',
    unit: 's',
  })
  const tellLag = (result: ObservableResult): void => {
    let latest: number | null = null
    for (const loop of loops()) {
      const { lag } = loopStats(loop)
      if (lag !== 'unknown') latest = Math.max(latest ?? 0, lag.last)
    }
    if (latest !== null) result.observe(latest / 1000)
  }
  const onBlocked = (message: unknown): void => {
    const { ms } = message as { readonly ms?: unknown }
    if (typeof ms === 'number') blocked.record(ms / 1000)
  }
  lag.addCallback(tellLag)
  subscribe(BLOCKED, onBlocked)
  return () => {
    lag.removeCallback(tellLag)
    unsubscribe(BLOCKED, onBlocked)
  }
}

/** Durations of iterations, in s: 16 ms is a frame, and 0.1 s is what a user notices. */
const SECONDS = [0.0001, 0.0005, 0.001, 0.005, 0.01, 0.016, 0.05, 0.1, 0.5, 1]

/** A hook that tells `meter` how long each iteration took. */
export function iterationHook(meter: Meter): TaskHook {
  const duration = meter.createHistogram('acoro.loop.iteration.duration', {
    description: 'How long the loop took to run all that was ready',
    unit: 's',
    advice: { explicitBucketBoundaries: SECONDS },
  })
  return { loopIterated: (ms) => duration.record(ms / 1000) }
}
