import { allTasks, createTask, gather, sleep, wait } from '@acoro/core'
import { type MemoizeOptions, memoize } from '@acoro/service'
import { explore, injectCancelEverywhere } from '@acoro/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { failure, now, outcome, play, reportsOf, type Steps, starting } from '../support/virtual.ts'

/** Loads in 10 ms; the values are numbered. Those of `fails` throw. */
function loader(options?: MemoizeOptions<[string]>, fails: number[] = []) {
  const calls: string[] = []
  const load = memoize(function* load(id: string): Steps<string> {
    const n = calls.push(id)
    yield* sleep(10)
    if (fails.includes(n)) throw new Error(`no ${n}`)
    return `${id}${n}`
  }, options)
  return { load, calls }
}

describe('memoize', () => {
  test('keeps the values by key, and shares calls under way', () => {
    play(function* (): Steps {
      const { load, calls } = loader()
      expect(yield* gather([load('a'), load('a'), load('b')])).toEqual(['a1', 'a1', 'b2'])
      const before = now()
      expect([yield* load('a'), yield* load('b'), now() - before]).toEqual(['a1', 'b2', 0])
      expect([calls, load.size, load.has('a'), load.has('x')]).toEqual([['a', 'b'], 2, true, false])
    })
  })

  test('keeps undefined like other values', () => {
    play(function* (): Steps {
      let calls = 0
      const load = memoize(function* (): Steps {
        calls++
        yield* sleep(1)
      })
      yield* load()
      yield* load()
      expect([calls, load.has(), load.size]).toEqual([1, true, 1])
    })
  })

  test('does not keep an error', () => {
    play(function* (): Steps {
      const { load } = loader({}, [1])
      expect(yield* gather([outcome(load('a')), outcome(load('a'))])).toEqual([
        'Error: no 1 at 10',
        'Error: no 1 at 10',
      ])
      expect(yield* load('a')).toBe('a2')
    })
  })

  test('counts ttl from the arrival of the value', () => {
    play(function* (): Steps {
      const { load } = loader({ ttl: 100 })
      yield* load('a')
      yield* sleep(99)
      expect(yield* load('a')).toBe('a1')
      yield* sleep(1)
      expect(load.has('a')).toBe(false)
      expect(yield* outcome(load('a'))).toBe('a2 at 120')
    })
  })

  test('drops the value that was not used for the longest time', () => {
    play(function* (): Steps {
      const { load, calls } = loader({ max: 2 })
      for (const id of ['a', 'b', 'a', 'c', 'a']) yield* load(id)
      expect([calls, load.has('b'), load.size]).toEqual([['a', 'b', 'c'], false, 2])
    })
  })

  test('keeps at most 1000 values unless told otherwise', () => {
    play(function* (): Steps {
      const many = memoize((n: number) => sleep(0, n))
      const all = memoize((n: number) => sleep(0, n), { max: Infinity })
      for (let n = 0; n < 1100; n++) {
        yield* many(n)
        yield* all(n)
      }
      expect([many.size, all.size]).toEqual([1000, 1100])
    })
  })

  test('lets more loads at a time than `max` arrive, and trims after', () => {
    play(function* (): Steps {
      const { load } = loader({ max: 2 })
      expect(yield* gather([...'abcd'].map((id) => load(id)))).toEqual(['a1', 'b2', 'c3', 'd4'])
      expect([load.size, load.has('d'), load.has('a')]).toEqual([2, true, false])
    })
  })
})

describe('a stale value', () => {
  const stale = { ttl: 100, staleWhileRevalidate: 1000 }

  test('is returned at once, while one new value is loaded in the background', () => {
    play(function* (): Steps {
      const { load, calls } = loader(stale)
      yield* load('a')
      yield* sleep(150)
      expect(yield* gather([outcome(load('a')), outcome(load('a'))])).toEqual(['a1 at 160', 'a1 at 160'])
      yield* sleep(10)
      expect([yield* load('a'), calls.length]).toEqual(['a2', 2])
    })
  })

  test('stays if its refresh fails, until it is too old, and the error is reported', () => {
    const ends: string[] = []
    const reported = reportsOf(function* (): Steps {
      const { load } = loader(stale, [2])
      yield* load('a')
      yield* sleep(150)
      ends.push(yield* outcome(load('a')))
      yield* sleep(50)
      expect(load.has('a')).toBe(true)
      ends.push(yield* outcome(load('a')))
      yield* sleep(50)
      ends.push(yield* outcome(load('a')))
      yield* sleep(1100)
      ends.push(yield* outcome(load('a')))
    })
    expect(ends).toEqual(['a1 at 160', 'a1 at 210', 'a3 at 260', 'a4 at 1370'])
    expect(reported).toEqual(['error in the refresh of load: Error: no 2'])
  })

  test('stays if its refresh is cancelled', () => {
    play(function* (): Steps {
      const { load } = loader(stale)
      yield* load('a')
      yield* sleep(150)
      yield* load('a')
      for (const task of allTasks()) if (task.name === 'load') task.cancel()
      yield* sleep(1)
      expect([load.has('a'), yield* load('a')]).toEqual([true, 'a1'])
    })
  })

  test('is not refreshed for somebody who leaves: the refresh goes on', () => {
    play(function* (): Steps {
      const { load } = loader({ ttl: 10, staleWhileRevalidate: 5 })
      yield* load('a')
      yield* sleep(12)
      yield* load('a')
      yield* sleep(4)
      // Too old by now: this call waits for the refresh under way.
      const waiter = createTask(load('a'))
      yield* sleep(1)
      waiter.cancel()
      yield* failure(waiter)
      yield* sleep(5)
      expect([yield* load('a'), now()]).toEqual(['a2', 32])
    })
  })
})

describe('delete and clear', () => {
  test('drop values, and a load under way then is not stored', () => {
    play(function* (): Steps {
      const { load, calls } = loader()
      const old = starting(load('a'))
      yield* sleep(5)
      expect([load.delete('a'), load.delete('a')]).toEqual([true, false])
      const fresh = starting(load('a'))
      expect(yield* gather([old, fresh])).toEqual(['a1 at 10', 'a2 at 15'])
      expect(yield* load('a')).toBe('a2')
      const other = starting(load('b'))
      yield* sleep(5)
      load.clear()
      expect([yield* other, load.size, load.has('a'), load.has('b')]).toEqual(['b3 at 25', 0, false, false])
      expect(calls.length).toBe(3)
    })
  })

  test('and the old load, which ends last, does not take the place of the new value', () => {
    play(function* (): Steps {
      let n = 0
      const load = memoize(function* (): Steps<number> {
        const own = ++n
        yield* sleep(own === 1 ? 100 : 10)
        return own
      })
      const old = starting(load())
      yield* sleep(5)
      load.clear()
      expect(yield* load()).toBe(2)
      expect(yield* old).toBe('1 at 100')
      expect(yield* load()).toBe(2)
    })
  })
})

test('cancelled at any moment, a caller leaves the others their value', () => {
  for (const options of [{}, { ttl: 3, staleWhileRevalidate: 100 }]) {
    injectCancelEverywhere(function* (inject): Steps {
      let under = 0
      const load = memoize(function* (): Steps<string> {
        under++
        try {
          yield* sleep(5)
          return 'value'
        } finally {
          under--
        }
      }, options)
      if (options.ttl !== undefined) yield* load()
      yield* sleep(4)
      const victim = inject(load())
      const other = createTask(load())
      yield* wait([victim, other])
      expect([other.result(), yield* load()]).toEqual(['value', 'value'])
      yield* sleep(10)
      expect(under).toBe(0)
    })
  }
})

test('in every order of tasks a value is loaded once', () => {
  explore({ runs: 200 }, function* (): Steps {
    const { load, calls } = loader()
    yield* gather([load('a'), load('a'), load('b'), load('a')])
    expect(calls.toSorted()).toEqual(['a', 'b'])
  })
})

test('random calls get what a model with a list of values says', () => {
  const step = fc.record({
    wait: fc.integer({ min: 0, max: 12 }),
    id: fc.constantFrom('a', 'b', 'c', 'd'),
    deletes: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
  })
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 30 }),
      fc.constantFrom(1, 2, 3),
      fc.constantFrom(9, Infinity),
      (steps, max, ttl) => {
        play(function* (): Steps {
          let calls = 0
          const load = memoize((id: string) => sleep(1, `${id}${++calls}`), { max, ttl })
          // The model: values in the order of their last use.
          let kept: { id: string; value: string; since: number }[] = []
          let modelCalls = 0
          for (const { wait, id, deletes } of steps) {
            yield* sleep(wait)
            const found = kept.find((entry) => entry.id === id)
            if (deletes) expect(load.delete(id)).toBe(found !== undefined)
            kept = kept.filter((entry) => entry !== found)
            if (deletes) continue
            const fresh = found !== undefined && now() - found.since < ttl
            const value = yield* load(id)
            const entry = fresh ? found : { id, value: `${id}${++modelCalls}`, since: now() }
            expect(value).toBe(entry.value)
            kept = [...kept, entry].slice(-max)
            expect(load.size).toBe(kept.length)
          }
          expect(calls).toBe(modelCalls)
        })
      },
    ),
    { numRuns: 200 },
  )
})

describe('memoize refuses by name', () => {
  const fn = (id: string) => sleep(1, id)
  test.each<[() => unknown, string]>([
    [() => memoize(undefined as never), 'Expected the function of memoize(), a function, got undefined'],
    [
      () => memoize(fn, { ttl: -1 }),
      'Expected the option ttl of memoize() in milliseconds, 0 or more, got -1',
    ],
    [
      () => memoize(fn, { max: 0 }),
      'Expected the option max of memoize() to be a whole number of at least 1, or Infinity, got 0',
    ],
    [
      () => memoize(fn, { staleWhileRevalidate: true as never }),
      'Expected the option staleWhileRevalidate of memoize() in milliseconds, a number, got the boolean true',
    ],
    [
      () => memoize(fn, 60_000 as never),
      'Expected the options of memoize() as an object, { key, ttl, staleWhileRevalidate, max, name }, got the number 60000',
    ],
    [
      () => (memoize(fn) as unknown as (...ids: string[]) => unknown)('a', 'b'),
      'Expected the option key of memoize() for a call with 2 arguments: the first one alone may not be what tells calls apart',
    ],
    [
      () => memoize(fn).delete({} as never),
      'Expected the option key of memoize() for a call with an object: objects are equal only to themselves',
    ],
  ])('%s', (call, message) => {
    expect(call).toThrow(message)
  })
})
