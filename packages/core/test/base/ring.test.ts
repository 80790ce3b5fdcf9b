import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Ring } from '../../src/base/ring.ts'

describe('Ring', () => {
  test('behaves as an array that is pushed to and shifted from, past every growth', () => {
    const operation = fc.oneof(
      {
        weight: 3,
        arbitrary: fc.record({ kind: fc.constant('push' as const), count: fc.integer({ min: 1, max: 90 }) }),
      },
      {
        weight: 3,
        arbitrary: fc.record({ kind: fc.constant('shift' as const), count: fc.integer({ min: 1, max: 90 }) }),
      },
      {
        weight: 2,
        arbitrary: fc.record({
          kind: fc.constant('shrink' as const),
          count: fc.integer({ min: 1, max: 300 }),
        }),
      },
      { weight: 1, arbitrary: fc.record({ kind: fc.constant('take' as const), count: fc.nat(200) }) },
    )
    fc.assert(
      fc.property(fc.array(operation, { maxLength: 40 }), (operations) => {
        const ring = new Ring<number>()
        const model: number[] = []
        let next = 0
        for (const { kind, count } of operations) {
          if (kind === 'push') {
            for (let i = 0; i < count; i++) {
              ring.push(next)
              model.push(next++)
            }
          } else if (kind === 'shift') {
            for (let i = 0; i < count && model.length > 0; i++) expect(ring.shift()).toBe(model.shift())
          } else if (kind === 'shrink') {
            for (let i = 0; i < count && model.length > 0; i++)
              expect(ring.shiftAndShrink()).toBe(model.shift())
          } else if (count < model.length) {
            expect(ring.take(count)).toBe(model.splice(count, 1)[0])
          }
          expect(ring.length).toBe(model.length)
          expect(ring.at(0)).toBe(model[0])
        }
        while (model.length > 0) expect(ring.shift()).toBe(model.shift())
      }),
    )
  })

  test('is empty after clear', () => {
    const ring = new Ring<number>()
    for (let i = 0; i < 100; i++) ring.push(i)
    ring.clear()
    expect(ring.length).toBe(0)
    ring.push(7)
    expect(ring.shift()).toBe(7)
  })
})
