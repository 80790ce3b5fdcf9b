import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ByteQueue } from '../../src/base/byte-queue.ts'
import { bytes, text } from '../support/text.ts'

it('bytes come out in the order in which they went in, whatever the pieces (against one array)', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('append' as const), data: fc.uint8Array({ maxLength: 20 }) }),
    fc.record({ do: fc.constant('take' as const), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
    fc.record({
      do: fc.constant('find' as const),
      byte: fc.nat(255),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
    fc.record({ do: fc.constant('peek' as const) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const queue = new ByteQueue()
      let model: number[] = []
      const taken: { view: Uint8Array; copy: number[] }[] = []
      for (const each of steps) {
        if (each.do === 'append') {
          queue.append(each.data)
          model.push(...each.data)
        } else if (each.do === 'take') {
          const count = Math.floor(each.share * model.length)
          const view = queue.take(count)
          taken.push({ view, copy: model.slice(0, count) })
          model = model.slice(count)
        } else if (each.do === 'find') {
          const from = Math.floor(each.share * model.length)
          expect(queue.indexOf(Uint8Array.of(each.byte), from)).toBe(model.indexOf(each.byte, from))
        } else expect([...queue.peek()]).toEqual(model)
        expect(queue.length).toBe(model.length)
      }
      // What was handed out is never written to again.
      for (const { view, copy } of taken) expect([...view]).toEqual(copy)
    }),
  )
})

it('one chunk is handed out without a copy', () => {
  const queue = new ByteQueue()
  const chunk = bytes('hello world')
  queue.append(chunk)
  const taken = queue.take(5)
  chunk[0] = 'j'.charCodeAt(0)
  expect([text(taken), queue.firstLength]).toEqual(['jello', 6])
})
