import { ExceptionGroup } from '@acoro/core'
import { describe, expect, test } from 'vitest'
import { errorText, isError, textOf } from '../../src/base/text.ts'

/** A line of a stack, as engines write it. */
const PLACE = /^ *(?:at .*|[^@]*@(?:(?:\w+:)?\/|\[native).*|$)/

/** Without the lines of the stacks. */
const shape = (text: string) =>
  text
    .split('\n')
    .filter((line) => !PLACE.test(line) || line.endsWith('{'))
    .map((line) => line.replace(PLACE, (place) => (place.endsWith('{') ? '… {' : place)))

const revoked = () => {
  const { proxy, revoke } = Proxy.revocable(new Error('gone'), {})
  revoke()
  return proxy
}

describe('the text of an error', () => {
  test('ends where errors are one another’s cause, or lie deeper than anybody reads', () => {
    const chicken = new Error('chicken')
    const egg = new Error('egg', { cause: chicken })
    chicken.cause = egg
    expect(shape(errorText(chicken))).toEqual([
      'Error: chicken',
      '… {',
      '  [cause]: Error: egg',
      '… {',
      '    [cause]: Error: chicken (see above)',
      '  }',
      '}',
    ])
    let deep = new Error('the first')
    for (let n = 0; n < 20_000; n++) deep = new Error(`${n}`, { cause: deep })
    expect(errorText(deep)).toContain('Error: 19966 (and what lies deeper)')
    const many = new AggregateError(Array.from({ length: 250 }, (_, n) => n))
    expect(errorText(many)).toContain('99,\n    … 150 more\n  ]')
  })

  test('says of an error what it is told, and nothing of what throws', () => {
    const getters = Object.create(Error.prototype, {
      ...Object.fromEntries(
        ['stack', 'cause', 'errors', 'code'].map((key) => [
          key,
          {
            enumerable: true,
            get() {
              throw new Error(`in ${key}`)
            },
          },
        ]),
      ),
      message: { value: 'hostile' },
    })
    expect(errorText(getters)).toBe('Error: hostile')
    expect(errorText(Object.defineProperty(new Error('x'), 'message', { get: revoked }))).toContain('Error')
    expect([revoked(), Object.create(null), Symbol('s'), undefined, null, 'text', 5n].map(errorText)).toEqual(
      ['an object that cannot be looked at', 'an object', 'Symbol(s)', 'undefined', 'null', 'text', '5'],
    )
    const group = new AggregateError([revoked(), Object.create(null), ['a', 'b'], {}], 'odd')
    expect(shape(errorText(group)).slice(2)).toEqual([
      '  [errors]: [',
      '    an object that cannot be looked at,',
      '    an object,',
      '    an array of 2,',
      '    an object',
      '  ]',
      '}',
    ])
    expect(String(new ExceptionGroup('odd', [revoked(), Object.create(null)]))).toBe(
      'ExceptionGroup: odd (2 errors)\n  - an object that cannot be looked at\n  - an object',
    )
  })

  test('begins with the name and the message, which not every engine puts into the stack', () => {
    const error = new RangeError('too far')
    error.stack = 'far@file.js:1:1'
    expect(errorText(error)).toBe('RangeError: too far\nfar@file.js:1:1')
    error.stack = ''
    expect(errorText(error)).toBe('RangeError: too far')
  })
})

test('no value fails to have a text, or to be told from an error', () => {
  const throwing = {
    toString() {
      throw new Error('no')
    },
  }
  expect([throwing, revoked(), Object.create(null), () => {}].map(textOf)).toEqual([
    'an object',
    'an object that cannot be looked at',
    'an object',
    '() => {}',
  ])
  expect([throwing, revoked(), new Error('x'), null].map(isError)).toEqual([false, false, true, false])
})
