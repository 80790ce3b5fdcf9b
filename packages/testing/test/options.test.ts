import {
  explore,
  injectCancelEverywhere,
  installGlobals,
  replay,
  stepCoroutine,
  VirtualLoop,
  virtual,
} from '@acoro/testing'
import { schedules } from '@acoro/testing/fast-check'
import { MemoryNetwork } from '@acoro/testing/network'
import { executorSuite, lockSuite, queueSuite } from '@acoro/testing/suites'
import { it as coroutineIt, virtual as vitestVirtual } from '@acoro/testing/vitest'
import { describe, expect, it } from 'vitest'

const main = function* () {}
const network = () => {
  const net = new MemoryNetwork()
  net.host('a')
  net.host('b')
  return net
}

/** Everything that takes options, and the names it lists. */
const takers: readonly [name: string, names: string, call: (options: never) => unknown][] = [
  ['VirtualLoop()', 'stepLimit, patience', (options) => new VirtualLoop(options)],
  ['virtual()', 'stepLimit, patience, globals, leaks, debug', (options) => virtual(main, options)],
  ['virtual()', 'stepLimit, patience, globals, leaks, debug', (options) => vitestVirtual(main, options)],
  ['virtual()', 'stepLimit, patience, globals, leaks, debug', (options) => coroutineIt('x', main, options)],
  ['replay()', 'stepLimit, patience, lateness, sameDelay', (options) => replay('', main, options)],
  [
    'injectCancelEverywhere()',
    'stepLimit, patience, message',
    (options) => injectCancelEverywhere(main, options),
  ],
  ['installGlobals()', 'epoch', (options) => installGlobals(new VirtualLoop(), options)],
  ['schedules()', 'maxLength, maxTasks', (options) => schedules(options)],
  ['MemoryNetwork()', 'latency, bandwidth, loss, seed, window', (options) => new MemoryNetwork(options)],
  ['link()', 'latency, bandwidth, loss, oneWay', (options) => network().link('a', 'b', options)],
  ['partition()', 'oneWay', (options) => network().partition('a', 'b', options)],
  [
    'explore()',
    'stepLimit, patience, lateness, sameDelay, runs, seed, strategy, depth',
    (options) => explore(options as object, main),
  ],
]

describe('options', () => {
  it.each(takers)('of %s that are no object are refused at the call', (name, names, call) => {
    for (const [value, shown] of [
      [null, 'null'],
      ['fast', 'the string "fast"'],
      [1000, 'the number 1000'],
      [[], 'an array of 0'],
    ] as const) {
      expect(() => call(value as never)).toThrow(
        new TypeError(`Expected the options of ${name} as an object, { ${names} }, got ${shown}`),
      )
    }
  })

  it.each<[call: () => unknown, error: Error]>([
    [
      () => new VirtualLoop({ stepLimit: '9' as never }),
      new TypeError(
        'Expected the option stepLimit of VirtualLoop() to be a number above 0, got the string "9"',
      ),
    ],
    [
      () => virtual(main, { leaks: 'no' as never }),
      new TypeError('Expected the option leaks of virtual() to be true or false, got the string "no"'),
    ],
    [
      () => explore({ runs: '10' as never }, main),
      new TypeError('Expected the option runs of explore() to be an integer from 1, got the string "10"'),
    ],
    [
      () => injectCancelEverywhere(main, { message: 5 as never }),
      new TypeError(
        'Expected the option message of injectCancelEverywhere() to be a string, got the number 5',
      ),
    ],
    [
      () => installGlobals(new VirtualLoop(), { epoch: '2030-01-01' as never }),
      new TypeError(
        'Expected the option epoch of installGlobals() to be a number of milliseconds since 1970, or a Date, got the string "2030-01-01"',
      ),
    ],
    [
      () => installGlobals(new VirtualLoop(), { epoch: new Date('soon') }),
      new RangeError(
        'Expected the option epoch of installGlobals() to be a number of milliseconds since 1970, or a Date, got an invalid one',
      ),
    ],
    [
      () => schedules({ maxTasks: 0 }),
      new RangeError('Expected the option maxTasks of schedules() to be an integer from 1, got 0'),
    ],
    [
      () => new MemoryNetwork({ latency: null as never }),
      new TypeError('Expected the option latency of MemoryNetwork() in milliseconds, a number, got null'),
    ],
    [
      () => new MemoryNetwork({ latency: [1] as never }),
      new RangeError(
        'Expected the option latency of MemoryNetwork() to be a range, the least and the most, got [1]',
      ),
    ],
    [
      () => new MemoryNetwork({ latency: [1, '2'] as never }),
      new TypeError(
        'Expected each bound of the option latency of MemoryNetwork() in milliseconds, a number, got the string "2"',
      ),
    ],
    [
      () => new MemoryNetwork({ bandwidth: '1000' as never }),
      new TypeError(
        'Expected the option bandwidth of MemoryNetwork() to be a number above 0, got the string "1000"',
      ),
    ],
    [
      () => network().link('a', 'b', { loss: '0.5' as never }),
      new TypeError(
        'Expected the option loss of link() to be a number from 0 to below 1, got the string "0.5"',
      ),
    ],
    [
      () => network().link('a', 'b', undefined as never),
      new TypeError(
        'Expected the options of link() as an object, { latency, bandwidth, loss, oneWay }, got null',
      ),
    ],
    [
      () => network().partition('a', 'b', { oneWay: 'yes' as never }),
      new TypeError('Expected the option oneWay of partition() to be true or false, got the string "yes"'),
    ],
    [
      () => network().heal('a'),
      new TypeError('Expected the names of two hosts, or none, got the string "a" and undefined'),
    ],
  ])('%s is refused, and says what was expected', (call, error) => {
    expect(call).toThrow(error)
  })

  it('are refused before anything is done: the globals stay as they are', () => {
    const real = globalThis.setTimeout
    expect(() => installGlobals(new VirtualLoop(), 'x' as never)).toThrow(TypeError)
    expect(globalThis.setTimeout).toBe(real)
  })
})

describe('arguments', () => {
  it.each<[name: string, call: () => unknown]>([
    ['a factory of locks, a function, got the number 5', () => lockSuite(5 as never)],
    ['a factory of queues, a function, got undefined', () => queueSuite(undefined as never)],
    ['a factory of executors, a function, got an object', () => executorSuite({} as never)],
  ])('a suite without its factory is refused: Expected %s', (text, call) => {
    expect(call).toThrow(new TypeError(`Expected ${text}`))
  })

  it('what cannot be stepped is refused', () => {
    for (const value of [5, null, () => main(), Promise.resolve()])
      expect(() => stepCoroutine(value as never)).toThrow(TypeError)
  })
})
