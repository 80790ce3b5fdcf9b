import { type Awaitable, coroutine, createTask, sleep } from '@acoro/core'
import { assertCheckpoint, assertNoCheckpoint, CheckpointError, VirtualLoop } from '@acoro/testing'
import { describe, expect, it } from 'vitest'

const nothing = coroutine(function* nothing() {
  return 'at once'
})
const waits = coroutine(function* waits() {
  yield* sleep(0)
  yield* sleep(5)
  return 'later'
})
const runSync = <T>(main: () => Awaitable<T>): T => new VirtualLoop().runSync(main)

describe('assertCheckpoint', () => {
  it('passes where others could run, and gives the result', () => {
    expect(runSync(() => assertCheckpoint(waits))).toBe('later')
    expect(runSync(() => assertCheckpoint(waits()))).toBe('later')
  })

  it('is content with a single wait', () => {
    expect(runSync(() => assertCheckpoint(sleep(0, 'once')))).toBe('once')
    expect(runSync(() => assertCheckpoint(sleep(1, 'once')))).toBe('once')
  })

  it('throws where they could not', () => {
    const message = 'Expected nothing to let others run, and it did not wait once'
    expect(() => runSync(() => assertCheckpoint(nothing))).toThrow(new CheckpointError(message))
  })

  it('does not count the waits of other tasks', () => {
    const body = function* body() {
      createTask(waits(), { eager: true })
    }
    expect(() => runSync(() => assertCheckpoint(body))).toThrow(CheckpointError)
  })
})

describe('assertNoCheckpoint', () => {
  it('passes where nothing was waited for, and gives the result', () => {
    expect(runSync(() => assertNoCheckpoint(nothing))).toBe('at once')
  })

  it('throws where something was', () => {
    expect(() => runSync(() => assertNoCheckpoint(waits()))).toThrow(
      new CheckpointError('Expected waits not to wait, and it waited 2 times'),
    )
  })
})

it('both let errors of the body pass, and refuse what is no body', () => {
  const fails = function* () {
    throw new RangeError('of the body')
  }
  expect(() => runSync(() => assertCheckpoint(fails))).toThrow(RangeError)
  expect(() => runSync(() => assertNoCheckpoint(fails))).toThrow(RangeError)
  const message = 'Expected a generator function (function*) or an awaitable, got the number 5'
  expect(() => assertCheckpoint(5 as unknown as Awaitable<void>)).toThrow(message)
  expect(() => assertNoCheckpoint(5 as unknown as Awaitable<void>)).toThrow(message)
})
