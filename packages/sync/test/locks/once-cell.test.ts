import { createTask, gather, sleep, wait } from '@acoro/core'
import { OnceCell } from '@acoro/sync'
import { explore } from '@acoro/testing'
import { describe, expect, test } from 'vitest'
import { describedWait, play } from '../support/virtual.ts'

/** Makes numbered values in 10 ms; those of `fails` throw. */
function maker(fails: number[] = []) {
  let calls = 0
  return function* () {
    const n = ++calls
    yield* sleep(10)
    if (fails.includes(n)) throw new Error(`no ${n}`)
    return `value ${n}`
  }
}

function* ended(cell: OnceCell<string>, make: () => Generator<undefined, string>) {
  try {
    return yield* cell.getOrInit(make as never)
  } catch (error) {
    return String(error)
  }
}

describe('a once cell', () => {
  test('is made by the first task that needs it; the others wait, and get the same value', () => {
    play(function* () {
      const cell = new OnceCell<string>({ name: 'settings' })
      expect([cell.isSet(), cell.get(), `${cell}`]).toEqual([
        false,
        undefined,
        '<OnceCell settings [empty, waiting:0]>',
      ])
      const make = maker() as never
      const tasks = [1, 2, 3].map(() => createTask(cell.getOrInit(make)))
      yield* sleep(1)
      expect(describedWait(tasks[1]!)).toBe('OnceCell.getOrInit on settings (being made, 2 waiting)')
      expect(cell.statistics()).toEqual({ state: 'being made', waiting: 2 })
      expect(yield* gather(tasks)).toEqual(Array(3).fill('value 1'))
      expect([yield* cell.getOrInit(make), cell.get(), cell.isSet(), `${cell}`]).toEqual([
        ...['value 1', 'value 1', true, '<OnceCell settings [set, waiting:0]>'],
      ])
    })
  })

  test('holds undefined like another value', () => {
    play(function* () {
      const cell = new OnceCell<void>()
      let made = 0
      const make = function* () {
        made++
        yield* sleep(1)
      }
      yield* cell.getOrInit(make)
      yield* cell.getOrInit(make)
      expect([made, cell.isSet()]).toEqual([1, true])
    })
  })

  test('throws an error in the task whose function failed; the next one in line makes it, and nobody overtakes', () => {
    play(function* () {
      const cell = new OnceCell<string>()
      const make = maker([1]) as never
      const tasks = ['a', 'b'].map((name) => createTask(ended(cell, make), { name }))
      yield* wait([tasks[0]!])
      const late = createTask(ended(cell, maker() as never))
      expect(yield* gather([...tasks, late])).toEqual(['Error: no 1', 'value 2', 'value 2'])
    })
  })

  test('is empty again if the only task that made it is cancelled', () => {
    play(function* () {
      const cell = new OnceCell<string>()
      const task = createTask(cell.getOrInit(maker() as never))
      yield* sleep(5)
      task.cancel('enough')
      yield* wait([task])
      expect([task.cancelled(), cell.statistics().state]).toEqual([true, 'empty'])
      expect(yield* cell.getOrInit(maker() as never)).toBe('value 1')
    })
  })

  test('can be set by hand, once', () => {
    play(function* () {
      const cell = new OnceCell<string>({ name: 'settings' })
      cell.set('by hand')
      expect(yield* cell.getOrInit(maker() as never)).toBe('by hand')
      expect(() => cell.set('again')).toThrow(
        'Expected an empty cell to set, got <OnceCell settings [set, waiting:0]>: a value is set once',
      )
      const other = new OnceCell<string>()
      const task = createTask(other.getOrInit(maker() as never))
      yield* sleep(1)
      expect(() => other.set('meanwhile')).toThrow(
        'got <OnceCell [being made, waiting:0]>: a value is set once',
      )
      yield* task
    })
  })

  test('is made by one function at a time in every order of tasks, also if some fail', () => {
    explore({ runs: 300 }, function* () {
      const cell = new OnceCell<number>()
      let [under, calls] = [0, 0]
      const make = function* () {
        expect(++under).toBe(1)
        const n = ++calls
        yield* sleep(0)
        under--
        if (n < 3) throw new Error('no')
        return n
      }
      const task = function* () {
        for (;;) {
          try {
            return yield* cell.getOrInit(make)
          } catch {}
        }
      }
      expect(yield* gather([task(), task(), task()])).toEqual([3, 3, 3])
    })
  })

  test.each<[() => unknown, string]>([
    [
      () => new OnceCell('name' as never),
      'Expected the options of OnceCell() as an object, { name }, got the string "name"',
    ],
    [
      () => new OnceCell().getOrInit(5 as never),
      'Expected what makes the value of a OnceCell, a function, got the number 5',
    ],
    [
      () => play(() => new OnceCell().getOrInit((() => 5) as never)),
      'Expected what makes the value of a OnceCell to return something to await, a coroutine or a future, got the number 5',
    ],
  ])('%s is refused by name', (call, message) => {
    expect(call).toThrow(message)
  })
})
