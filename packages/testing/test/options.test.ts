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
import { executorSuite, lockSuite, queueSuite } from '@acoro/testing/suites'
import { virtual as vitestVirtual } from '@acoro/testing/vitest'
import { describe, expect, it } from 'vitest'

const main = function* () {}

/** Everything that takes options, and the names it lists. */
const takers: readonly [name: string, names: string, call: (options: never) => unknown][] = [
  ['VirtualLoop()', 'stepLimit, patience, epoch', (options) => new VirtualLoop(options)],
  ['virtual()', 'stepLimit, patience, epoch, globals, leaks, debug', (options) => virtual(main, options)],
  [
    'virtual()',
    'stepLimit, patience, epoch, globals, leaks, debug',
    (options) => vitestVirtual(main, options),
  ],
  ['replay()', 'stepLimit, patience, epoch, lateness, sameDelay', (options) => replay('', main, options)],
  [
    'injectCancelEverywhere()',
    'stepLimit, patience, epoch, message, tasks, maySwallow',
    (options) => injectCancelEverywhere(main, options),
  ],
  ['installGlobals()', 'epoch, only, except', (options) => installGlobals(new VirtualLoop(), options)],
  ['schedules()', 'maxLength, maxTasks', (options) => schedules(options)],
  [
    'explore()',
    'stepLimit, patience, epoch, lateness, sameDelay, runs, time, seed, strategy, depth, touches, page',
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
