/**
 * How full queues and pools are, for those with a name of their own: each name is a curve of its own at the
 * backend.
 */

import { notedPrimitives, watchPrimitives } from '@acoro/core/lowlevel'
import type { BatchObservableResult, Meter } from '@opentelemetry/api'

/** The most primitives that are looked at each time. */
const MOST = 1000

/** Tells `meter` of primitives that are made, or waited for, from now on. Returns a function that ends it. */
export function tellPrimitives(meter: Meter): () => void {
  const unwatch = watchPrimitives()
  const size = meter.createObservableUpDownCounter('acoro.queue.size', {
    description: 'Items in a queue',
    unit: '{item}',
  })
  const waiting = meter.createObservableUpDownCounter('acoro.queue.waiting', {
    description: 'Tasks that wait for a queue',
    unit: '{task}',
  })
  const inUse = meter.createObservableUpDownCounter('acoro.pool.in_use', {
    description: 'Resources of a pool, or tokens of a limiter, that are lent',
    unit: '{resource}',
  })
  const observed = [size, waiting, inUse]
  const tell = (result: BatchObservableResult): void => {
    const told = new Set<string>()
    for (const { kind, name, statistics } of notedPrimitives(MOST)) {
      // Two of the same name would be one curve that jumps.
      if (name === '' || statistics === null || told.has(`${kind} ${name}`)) continue
      told.add(`${kind} ${name}`)
      const count = (...keys: string[]): number | undefined => {
        const values = keys.map((key) => statistics[key]).filter((value) => typeof value === 'number')
        return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0)
      }
      const [items, waits] = [
        count('size'),
        count('getters', 'putters', 'waitingSenders', 'waitingReceivers'),
      ]
      if (items !== undefined && waits !== undefined) {
        result.observe(size, items, { 'acoro.queue.name': name })
        result.observe(waiting, waits, { 'acoro.queue.name': name })
      }
      const lent = count('lent', 'borrowedTokens')
      if (lent !== undefined) result.observe(inUse, lent, { 'acoro.pool.name': name })
    }
  }
  meter.addBatchObservableCallback(tell, observed)
  return () => {
    unwatch()
    meter.removeBatchObservableCallback(tell, observed)
  }
}
