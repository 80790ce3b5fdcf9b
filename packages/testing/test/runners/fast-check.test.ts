import { gather, sleep } from '@acoro/core'
import { replay } from '@acoro/testing'
import { type Schedule, schedules } from '@acoro/testing/fast-check'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const program = (names: readonly string[], forbidden: (order: string) => boolean) =>
  function* main() {
    let order = ''
    const step = function* (name: string) {
      yield* sleep(1)
      order += name
    }
    yield* gather(names.map(step))
    if (forbidden(order)) throw new Error(`order ${order}`)
    return order
  }

describe('schedules', () => {
  it('draws orders in which all tasks run', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(schedules(), (schedule) => {
        const order = schedule.run(program(['a', 'b', 'c'], () => false))
        seen.add(order)
        expect([...order].sort().join('')).toBe('abc')
      }),
      // With random values only, a rare order would be missed now and then.
      { seed: 1, numRuns: 1000 },
    )
    expect(seen.size).toBe(6)
  })

  it('shrinks to the simplest order that fails, which replay takes', () => {
    const main = program(['a', 'b', 'c'], (order) => order.startsWith('c'))
    const { failed, counterexample } = fc.check(
      fc.property(schedules(), (schedule) => void schedule.run(main)),
      { seed: 1, numRuns: 1000 },
    )
    const [schedule] = counterexample as [Schedule]
    expect(failed).toBe(true)
    expect(String(schedule)).toMatch(/^replay\('(0\.)*2', main\)$/)
    expect(() => replay(schedule.order, main)).toThrow('order cab')
  })
})
