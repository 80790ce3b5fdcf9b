import { newEventLoop } from '@acoro/core'
import { checkOption, checkOptions, countFrom, duration, durationOrInfinity } from '@acoro/core/lowlevel'
import { describe, expect, test } from 'vitest'

describe('options', () => {
  test('may be left out, and so may each of them', () => {
    const kinds = { name: 'string', timeout: 'milliseconds or null' } as const
    for (const options of [undefined, {}, { name: undefined }, { timeout: null }, { other: 5 }])
      expect(checkOptions(options, 'open()', kinds)).toBeUndefined()
    expect(checkOptions(Object.create(null), 'open()', kinds)).toBeUndefined()
  })

  test.each([
    [null, 'null'],
    ['jobs', 'the string "jobs"'],
    [5, 'the number 5'],
    [true, 'the boolean true'],
    [[], 'an array of 0'],
    [() => {}, 'a function'],
    [new Map(), 'a Map'],
    [Promise.resolve(), 'a Promise'],
    [(function* () {})(), 'a Generator'],
    [newEventLoop().createFuture(), 'a Future'],
    [Symbol('x'), 'the symbol Symbol(x)'],
  ])('that are no object with names are refused: %s', (options, got) => {
    expect(() => checkOptions(options, 'open()', { name: 'string', size: 'count' })).toThrow(
      new TypeError(`Expected the options of open() as an object, { name, size }, got ${got}`),
    )
    expect(() => checkOptions(options, 'open()')).toThrow(
      new TypeError(`Expected the options of open() as an object, got ${got}`),
    )
  })

  test.each([
    ['string', 5, TypeError, 'to be a string, got the number 5'],
    ['string', null, TypeError, 'to be a string, got null'],
    ['string or null', 5, TypeError, 'to be a string, or null, got the number 5'],
    ['boolean', 'no', TypeError, 'to be true or false, got the string "no"'],
    ['function', {}, TypeError, 'to be a function, got an object'],
    ['object', 5, TypeError, 'to be an object, got the number 5'],
    ['object', null, TypeError, 'to be an object, got null'],
    ['count', '5', TypeError, 'to be an integer from 0, got the string "5"'],
    ['count', -1, RangeError, 'to be an integer from 0, got the number -1'],
    ['count', 1.5, RangeError, 'to be an integer from 0, got the number 1.5'],
    ['number', Number.NaN, RangeError, 'to be a number, got the number NaN'],
    ['milliseconds', '5', TypeError, 'to be a number of milliseconds, got the string "5"'],
    ['milliseconds', Number.NaN, RangeError, 'in milliseconds, a number, got NaN'],
    [['block', 'drop'], 'no', RangeError, `to be 'block' or 'drop', got the string "no"`],
    [['block', 'drop', 'fail'], 5, TypeError, `to be 'block', 'drop' or 'fail', got the number 5`],
  ] as const)('say what was expected: %s', (kind, value, Wrong, text) => {
    const check = () => checkOptions({ it: value }, 'open()', { it: kind })
    expect(check).toThrow(new Wrong(`Expected the option it of open() ${text}`))
  })

  test('may be looked at by a function, which is told what to call them', () => {
    const even = (value: unknown, what: string) => {
      if (Number(value) % 2 !== 0) throw new RangeError(`Expected ${what} to be even`)
    }
    expect(() => checkOption(3, 'the number of a house', even)).toThrow(
      'Expected the number of a house to be even',
    )
    expect(checkOption(4, 'the number of a house', even)).toBeUndefined()
  })
})

describe('kinds of numbers', () => {
  test.each([
    [countFrom(1), 0, new RangeError('Expected the size to be a whole number of at least 1, got 0')],
    [countFrom(1), 1.5, new RangeError('Expected the size to be a whole number of at least 1, got 1.5')],
    [
      countFrom(1),
      '1',
      new TypeError('Expected the size to be a whole number of at least 1, got the string "1"'),
    ],
    [
      countFrom(0, true),
      -1,
      new RangeError('Expected the size to be a whole number of at least 0, or Infinity, got -1'),
    ],
    [duration, -1, new RangeError('Expected the size in milliseconds, 0 or more, got -1')],
    [duration, Infinity, new RangeError('Expected the size in milliseconds, finite, got Infinity')],
    [durationOrInfinity, Number.NaN, new RangeError('Expected the size in milliseconds, a number, got NaN')],
    [durationOrInfinity, null, new TypeError('Expected the size in milliseconds, a number, got null')],
  ])('refuse what is not theirs: %s, %s', (kind, value, error) => {
    expect(() => kind(value, 'the size')).toThrow(error)
  })

  test('accept their limits', () => {
    for (const [kind, value] of [
      [countFrom(1), 1],
      [countFrom(1, true), Infinity],
      [duration, 0],
      [durationOrInfinity, Infinity],
    ] as const)
      expect(kind(value, 'the size')).toBeUndefined()
  })
})
