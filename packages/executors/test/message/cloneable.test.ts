import { expect, it } from 'vitest'
import { onlyOn } from '../../../../scripts/runtimes/only-on.ts'
import { findUncloneable } from '../../src/message/cloneable.ts'

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}

function nested(levels: number): object {
  let value = {}
  for (let level = 0; level < levels; level++) value = { next: value }
  return value
}

it.each([
  ['a function', () => 1, 'it is a function'],
  ['a symbol', Symbol('s'), 'it is the symbol Symbol(s)'],
  ['deep in arrays and objects', [{ a: [0, { 'b c': Math.max }] }], 'it[0].a[1]["b c"] is the function max'],
  ['a value of a Map', new Map([['k', { f: Math.min }]]), 'it.get(k).f is the function min'],
  ['a key of a Map', new Map([[Math.min, 1]]), 'a key of it is the function min'],
  ['an item of a Set', new Set([Math.min]), 'an item of it is the function min'],
  ['a promise', { p: Promise.resolve() }, 'it.p is a Promise'],
  ['a WeakMap', { w: new WeakMap() }, 'it.w is a WeakMap'],
  ['a proxy', { p: new Proxy({}, {}) }, 'it.p is a Proxy'],
  ['a proxy that was revoked', [revoked()], 'it[0] is a Proxy'],
  ['a proxy of a function', { f: new Proxy(() => 1, {}) }, 'it.f is a Proxy'],
  ['a generator', { g: (function* () {})() }, 'it.g is a Generator'],
  ['a function whose name is none', { f: Object.assign(() => 1, { x: 1 }) }, 'it.f is a function'],
  [
    'a getter that throws',
    [
      {
        get a() {
          throw new Error('boom')
        },
      },
    ],
    'it[0].a cannot be read: boom',
  ],
  [
    'a getter that throws undefined',
    {
      get a() {
        throw undefined
      },
    },
    'it.a cannot be read: undefined',
  ],
  [
    'a tag that throws',
    {
      o: {
        get [Symbol.toStringTag]() {
          throw new Error('boom')
        },
      },
    },
    'it.o cannot be read: boom',
  ],
  ['the first of several', { a: [1, { b: Math.min }], c: Math.max }, 'it.a[1].b is the function min'],
  [
    'an object as a key of a Map',
    new Map([[Object.create(null), { f: Math.min }]]),
    'it.get(an object).f is the function min',
  ],
  [
    'what is nested too deep',
    nested(1001),
    'it.next.next.next…next.next.next.next is nested more than 1000 levels deep'.replaceAll('…', '….'),
  ],
])('finds %s', (_, value, found) => {
  expect(findUncloneable(value, 'it')).toBe(found)
})

onlyOn('v8', 'JavaScriptCore clones it, without its cause')('finds an error with a function as cause', () => {
  const value = { e: new Error('x', { cause: () => 1 }) }
  expect(findUncloneable(value, 'it')).toBe('it.e is an Error')
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

it('looks at 100,000 items in the time of one look at each', () => {
  let reads = 0
  const items = Array.from({ length: 100_000 }, () => ({
    get value() {
      reads++
      return {}
    },
  }))
  expect(findUncloneable(items, 'it')).toBeUndefined()
  expect(reads).toBe(100_000)
})

it('takes what is nested 1000 levels deep', () => {
  expect(findUncloneable(nested(1000), 'it')).toBeUndefined()
  expect(() => structuredClone(nested(1000))).not.toThrow()
})
