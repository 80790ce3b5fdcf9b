import { allTasks, createTask, gather, sleep, wait } from '@acoro/core'
import { type BatchOptions, batch } from '@acoro/service'
import { explore, injectCancelEverywhere } from '@acoro/testing'
import { describe, expect, test } from 'vitest'
import { describedWait, failure, now, outcome, play, type Steps, starting } from '../support/virtual.ts'

/** Loads lists of numbers in 10 ms; negative numbers are errors of their own. */
function loader(options: BatchOptions = {}) {
  const log: string[] = []
  const load = batch(options, function* users(ids: readonly number[]): Steps<(string | Error)[]> {
    log.push(`${ids} at ${now()}`)
    yield* sleep(10)
    return ids.map((id) => (id < 0 ? new Error(`no ${id}`) : `user ${id}`))
  })
  return { load, log }
}

describe('batch', () => {
  test('joins the calls of one turn, and gives each its own result', () => {
    const { load, log } = loader()
    play(function* (): Steps {
      expect(yield* gather([load(1), load(2), load(1)])).toEqual(['user 1', 'user 2', 'user 1'])
      expect(yield* load(3)).toBe('user 3')
    })
    expect(log).toEqual(['1,2,1 at 0', '3 at 10'])
  })

  test('collects for so long, or until it is full, and then begins at once', () => {
    const { load, log } = loader({ maxWait: 50, maxSize: 3 })
    play(function* (): Steps {
      const first = createTask(load(1))
      yield* sleep(20)
      const others = [2, 3, 4].map((id) => starting(load(id)))
      yield* sleep(0)
      expect(describedWait(first)).toBe('users (a call under way, 3 waiting for it)')
      expect([yield* outcome(first), yield* gather(others)]).toEqual([
        'user 1 at 30',
        ['user 2 at 30', 'user 3 at 30', 'user 4 at 80'],
      ])
    })
    expect(log).toEqual(['1,2,3 at 20', '4 at 70'])
  })

  test('throws an Error among the results in its caller alone', () => {
    play(function* (): Steps {
      const { load } = loader()
      expect(yield* gather([1, -2, 3].map((id) => outcome(load(id))))).toEqual([
        'user 1 at 10',
        'Error: no -2 at 10',
        'user 3 at 10',
      ])
    })
  })

  test('throws what the function throws in all callers, and the same named error for a wrong number of results', () => {
    play(function* (): Steps {
      const thrower = batch({}, (): Steps<never[]> => {
        throw new Error('down')
      })
      const [first, second] = yield* gather([failure(thrower(1)), failure(thrower(2))])
      expect([String(first), first === second]).toEqual(['Error: down', true])
      for (const [results, got] of [
        [[1], 'an array of 1'],
        ['ab', 'the string "ab"'],
        [undefined, 'undefined'],
      ] as const) {
        const wrong = batch({ name: 'users' }, () => sleep(1, results as never))
        const errors = yield* gather([failure(wrong(1)), failure(wrong(2))])
        expect(errors[0]).toBe(errors[1])
        expect(String(errors[0])).toBe(
          `TypeError: Expected the function of users to return an array of 2 results, one for each key, got ${got}`,
        )
      }
    })
  })

  test('a caller that leaves takes its key out before the batch begins', () => {
    const { load, log } = loader({ maxWait: 50 })
    play(function* (): Steps {
      const tasks = [1, 2, 3].map((id) => createTask(load(id)))
      yield* sleep(10)
      tasks[1]!.cancel()
      yield* wait(tasks)
      expect([tasks[0]!.result(), tasks[2]!.result()]).toEqual(['user 1', 'user 3'])
    })
    expect(log).toEqual(['1,3 at 50'])
  })

  test('is cancelled and awaited when all have left; the next caller begins another one', () => {
    play(function* (): Steps {
      const { load, log } = loader({ maxWait: 50 })
      for (const ms of [10, 55]) {
        const tasks = [1, 2].map((id) => createTask(load(id)))
        yield* sleep(ms)
        for (const task of tasks) task.cancel()
        yield* wait(tasks)
        expect([...allTasks()].length).toBe(1)
      }
      expect(yield* load(3)).toBe('user 3')
      expect(log).toEqual(['1,2 at 60', '3 at 115'])
    })
  })

  test('cancelled at any moment, a caller leaves the others their results', () => {
    for (const options of [{}, { maxWait: 5, maxSize: 3 }]) {
      injectCancelEverywhere(function* (inject): Steps {
        const { load } = loader(options)
        const tasks = [createTask(load(1)), inject(load(2)), createTask(load(3))]
        yield* wait(tasks)
        expect([tasks[0]!.result(), tasks[2]!.result()]).toEqual(['user 1', 'user 3'])
        expect(yield* load(4)).toBe('user 4')
        expect([...allTasks()].length).toBe(1)
      })
    }
  })

  test('gives each its own result in every order of tasks', () => {
    explore({ runs: 200 }, function* (): Steps {
      const { load } = loader({ maxSize: 2 })
      const all = [1, 2, 3, 4, 5]
      expect(yield* gather(all.map((id) => load(id)))).toEqual(all.map((id) => `user ${id}`))
    })
  })

  test.each<[() => unknown, string]>([
    [
      () => batch(undefined as never, () => sleep(1, [])),
      'Expected the options of batch() as an object, { maxSize, maxWait, name }, got undefined',
    ],
    [
      () => batch((() => sleep(1, [])) as never, {} as never),
      'Expected the options of batch() as an object, { maxSize, maxWait, name }, got a function',
    ],
    [() => batch({}, 5 as never), 'Expected the function of batch(), a function, got the number 5'],
    [
      () => batch({ maxSize: 0 }, () => sleep(1, [])),
      'Expected the option maxSize of batch() to be a whole number of at least 1, or Infinity, got 0',
    ],
    [
      () => batch({ maxWait: Infinity }, () => sleep(1, [])),
      'Expected the option maxWait of batch() in milliseconds, finite, got Infinity',
    ],
  ])('%s is refused by name', (call, message) => {
    expect(call).toThrow(message)
  })
})
