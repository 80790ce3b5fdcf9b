import { CancelledError, ExceptionGroup, isCancelledError } from '@acoro/core'
import { describe, expect, it } from 'vitest'
import { decodeThrown, encodeThrown } from '../../src/message/error-codec.ts'

const classes = new Map<string, never>([
  ['CancelledError', CancelledError as never],
  ['ExceptionGroup', ExceptionGroup as never],
])

/** To another thread and back again. */
function passed(thrown: unknown): unknown {
  return decodeThrown(structuredClone(encodeThrown(thrown)), classes)
}

describe('an error that crosses threads', () => {
  it('has the class of acoro where it had one', () => {
    const error = passed(new CancelledError('enough'))
    expect(error).toBeInstanceOf(CancelledError)
    expect(isCancelledError(error)).toBe(true)
  })

  it('keeps the errors of a group', () => {
    const group = passed(
      new ExceptionGroup('two', [new TypeError('a'), new ExceptionGroup('one', [new Error('b')])]),
    )
    expect(group).toEqual(
      new ExceptionGroup('two', [new TypeError('a'), new ExceptionGroup('one', [new Error('b')])]),
    )
    expect(group).toBeInstanceOf(ExceptionGroup)
  })

  it('has the name of its class where only the other thread knows that', () => {
    class Custom extends Error {}
    class Named extends Error {
      override name = 'Chosen'
    }
    expect([String(passed(new Custom('x'))), String(passed(new Named('x')))]).toEqual([
      'Custom: x',
      'Chosen: x',
    ])
    expect(Object.keys(passed(new Named('x')) as Error)).toEqual([])
  })

  it('leaves out properties that cannot be cloned', () => {
    const error = Object.assign(new Error('x'), { code: 'E', retry: () => 1 })
    expect({ ...(passed(error) as Error) }).toEqual({ code: 'E' })
  })

  it('keeps its stack', () => {
    const error = new Error('x')
    expect((passed(error) as Error).stack).toBe(error.stack)
  })
})

it('a value that is no error arrives as it is', () => {
  expect([passed('text'), passed(undefined), passed({ code: 1 })]).toEqual(['text', undefined, { code: 1 }])
})
