import { expect, it } from 'vitest'
import { findUncloneable } from '../../src/message/cloneable.ts'

it.each([
  ['a function', () => 1, 'it is a function'],
  ['a symbol', Symbol('s'), 'it is the symbol Symbol(s)'],
  ['deep in arrays and objects', [{ a: [0, { 'b c': Math.max }] }], 'it[0].a[1]["b c"] is the function max'],
  ['a value of a Map', new Map([['k', { f: Math.min }]]), 'it.get(k).f is the function min'],
  ['a key of a Map', new Map([[Math.min, 1]]), 'a key of it is the function min'],
  ['an item of a Set', new Set([Math.min]), 'an item of it is the function min'],
  ['a promise', { p: Promise.resolve() }, 'it.p is a Promise'],
  ['a WeakMap', { w: new WeakMap() }, 'it.w is a WeakMap'],
  ['a proxy', { p: new Proxy({}, {}) }, 'it.p is an object'],
  ['an error with a function as cause', { e: new Error('x', { cause: () => 1 }) }, 'it.e is an Error'],
])('finds %s', (_, value, found) => {
  expect(findUncloneable(value, 'it')).toBe(found)
})

it('finds nothing in what can be cloned, circles included', () => {
  const value: Record<string, unknown> = {
    primitives: [1, 'a', true, null, undefined, 1n],
    boxed: [Object(1), new Date(), /r/],
    bytes: [new Uint8Array(2), new ArrayBuffer(2), new SharedArrayBuffer(2)],
    error: new TypeError('x'),
    map: new Map([[{}, new Set([1])]]),
    instance: new (class {
      x = 1
    })(),
    blob: new Blob(['x']),
  }
  value.self = value
  expect(findUncloneable(value, 'it')).toBeUndefined()
  expect(() => structuredClone(value)).not.toThrow()
})

it('lets pass what is moved', () => {
  const { port1, port2 } = new MessageChannel()
  expect(findUncloneable({ port1 }, 'it')).toBe('it.port1 is a MessagePort')
  expect(findUncloneable({ port1 }, 'it', new Set([port1]))).toBeUndefined()
  port1.close()
  port2.close()
})
