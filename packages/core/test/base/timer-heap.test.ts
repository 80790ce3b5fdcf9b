import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Timer, TimerHeap } from '../../src/base/timer-heap.ts'

class TestTimer implements Timer {
  _sequence = -1
  live = true
  readonly _when: number
  readonly id: number
  constructor(when: number, id: number) {
    this._when = when
    this.id = id
  }
  _isLive() {
    return this.live
  }
}

describe('TimerHeap', () => {
  test('gives timers by time, then by registration, as a stably sorted array does, with cancels in between', () => {
    const operation = fc.oneof(
      {
        weight: 5,
        arbitrary: fc.record({ kind: fc.constant('add' as const), value: fc.integer({ min: 0, max: 20 }) }),
      },
      { weight: 3, arbitrary: fc.record({ kind: fc.constant('cancel' as const), value: fc.nat(500) }) },
      {
        weight: 1,
        arbitrary: fc.record({ kind: fc.constant('pop' as const), value: fc.integer({ min: 0, max: 20 }) }),
      },
    )
    fc.assert(
      fc.property(fc.array(operation, { minLength: 50, maxLength: 400 }), (operations) => {
        const heap = new TimerHeap<TestTimer>()
        let model: TestTimer[] = []
        let id = 0
        for (const { kind, value } of operations) {
          if (kind === 'add') {
            const timer = new TestTimer(value, id++)
            heap.push(timer)
            model.push(timer)
            model.sort((a, b) => a._when - b._when)
          } else if (kind === 'cancel' && model.length > 0) {
            const [timer] = model.splice(value % model.length, 1)
            if (timer !== undefined) {
              timer.live = false
              heap.noteCancelled(timer)
            }
          } else if (kind === 'pop') {
            for (let due = heap.popDue(value); due !== undefined; due = heap.popDue(value)) {
              expect(due.id).toBe(model[0]?.id)
              model = model.slice(1)
            }
            expect(model[0]?._when ?? Infinity).toBeGreaterThan(value)
          }
          expect(heap.size).toBe(model.length)
          expect(heap.peek()).toBe(model[0])
          expect([...heap].length).toBe(model.length)
        }
      }),
    )
  })

  test('sweeps out the cancelled ones once they are more than half of many', () => {
    const heap = new TimerHeap<TestTimer>()
    const timers = Array.from({ length: 300 }, (_, i) => new TestTimer(i, i))
    for (const timer of timers) heap.push(timer)
    for (const timer of timers.slice(0, 200)) {
      timer.live = false
      heap.noteCancelled(timer)
    }
    expect(heap.size).toBe(100)
    expect(heap.popDue(1000)?.id).toBe(200)
    heap.clear()
    expect(heap.size).toBe(0)
    expect(heap.peek()).toBeUndefined()
  })
})
