import { createTask, sleep } from '@acoro/core'
import { taskOutcome } from '@acoro/core/lowlevel'
import { expect, test } from 'vitest'
import { runVirtual } from '../support/virtual.ts'

function* fails(error: unknown) {
  yield* sleep(1)
  throw error
}

test('an outcome is told without silencing the report that nobody has handled the error', () => {
  const reports: unknown[] = []
  const error = new Error('lost')
  const told: unknown[] = []
  runVirtual(
    function* main() {
      const task = createTask(fails(error))
      told.push(taskOutcome(task))
      yield* sleep(5)
      told.push(taskOutcome(task))
    },
    (loop) => loop.setExceptionHandler((_loop, { exception }) => reports.push(exception)),
  )
  expect(told).toEqual([null, { state: 'failed', error }])
  expect(reports).toEqual([error])
})

test('a cancellation tells its message and who asked for it, and its waiter still gets the very error', () => {
  runVirtual(function* main() {
    const returned = createTask(sleep(0, 7))
    const plain = createTask(sleep(100))
    const told = createTask(sleep(100))
    yield* sleep(1)
    plain.cancel()
    told.cancel('no longer wanted')
    yield* sleep(1)
    expect(taskOutcome(returned)).toEqual({ state: 'returned' })
    expect(taskOutcome(plain)).toMatchObject({ state: 'cancelled', message: null })
    const first = taskOutcome(told)
    expect(first).toMatchObject({ state: 'cancelled', message: 'no longer wanted' })
    try {
      yield* told
    } catch (error) {
      expect(error).toMatchObject({ message: 'no longer wanted' })
    }
    expect(taskOutcome(told)).toEqual(first)
  })
})

test('anything but a task is refused by name', () => {
  expect(() => taskOutcome({} as never)).toThrow('Expected a task, got an object')
})
