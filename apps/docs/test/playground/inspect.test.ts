// What `console.log` shows in the playground is what it shows in Node, for what examples print.

import { inspect as nodes } from 'node:util'
import { expect, test } from 'vitest'
import { format, inspect } from '../../playground/runtime/inspect.ts'

test.each([
  1,
  -0,
  10n,
  'text',
  "it's",
  null,
  undefined,
  true,
  Symbol('s'),
  [],
  [1, 'two', [3]],
  {},
  { a: 1, 'b c': [2] },
  new Map([['a', 1]]),
  new Set([1, 2]),
  new Uint8Array([1, 2]),
  { a: { b: { c: { d: 1 } } } },
  [undefined, null],
])('%o is shown as in Node', (value) => {
  expect(inspect(value)).toBe(nodes(value, { breakLength: Infinity }))
})

test('placeholders are filled', () => {
  expect(format(['%s is %d, %j', 'a', 2, { b: 1 }, 'more'])).toBe('a is 2, {"b":1} more')
  expect(format(['100%', 1])).toBe('100% 1')
  expect(format(['%s'])).toBe('%s')
})

test('values that fight back are shown all the same', () => {
  const circle: Record<string, unknown> = {}
  circle.self = circle
  const throwing = {
    toString() {
      throw new Error('no')
    },
  }
  const proxy = new Proxy(
    {},
    {
      getPrototypeOf() {
        throw new Error('no')
      },
    },
  )
  const getter = Object.defineProperty({}, 'a', {
    enumerable: true,
    get() {
      throw new Error('never called')
    },
  })
  expect([circle, throwing, proxy, getter, [throwing]].map(inspect)).toEqual([
    '{ self: [Circular] }',
    '…',
    '…',
    '{ a: [Getter] }',
    '[ … ]',
  ])
  expect(inspect(Array.from({ length: 200 }, (_, n) => n))).toContain('… 100 more')
  expect(() => format([Symbol('s'), Object.create(null), throwing])).not.toThrow()
})
