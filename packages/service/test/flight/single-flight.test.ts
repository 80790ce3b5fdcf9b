import { allTasks, CancelledError, ContextVar, createTask, gather, run, sleep, wait } from '@acoro/core'
import { singleFlight } from '@acoro/service'
import { explore, injectCancelEverywhere } from '@acoro/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { describedWait, failure, now, outcome, play, type Steps, starting } from '../support/virtual.ts'

/** Loads in 10 ms, and logs when it begins and how it ends. */
function loader(log: string[] = []) {
  let calls = 0
  return function* load(id: string): Steps<string> {
    const n = ++calls
    log.push(`${id}${n} begins at ${now()}`)
    try {
      yield* sleep(10)
    } catch (error) {
      log.push(`${id}${n} cancelled at ${now()}`)
      throw error
    }
    if (id === 'bad') throw new Error(`no ${n}`)
    return `${id}${n}`
  }
}

describe('single flight', () => {
  test('makes one call of calls for the same key at the same time', () => {
    const log: string[] = []
    play(function* (): Steps {
      const load = singleFlight(loader(log))
      expect(yield* gather([load('a'), load('a'), load('b')])).toEqual(['a1', 'a1', 'b2'])
      expect(load.size).toBe(0)
      expect(yield* load('a')).toBe('a3')
    })
    expect(log).toEqual(['a1 begins at 0', 'b2 begins at 0', 'a3 begins at 10'])
  })

  test('gives an error to all who wait, and keeps nothing', () => {
    play(function* (): Steps {
      const load = singleFlight(loader())
      const [first, second] = yield* gather([failure(load('bad')), failure(load('bad'))])
      expect(first).toBe(second)
      expect(String(yield* failure(load('bad')))).toBe('Error: no 2')
    })
  })

  test('hands on what is thrown before the first wait, undefined too', () => {
    play(function* (): Steps {
      const thrower = singleFlight((): Steps => {
        throw undefined
      })
      expect(yield* gather([failure(thrower()), failure(thrower())])).toEqual([undefined, undefined])
      const wrong = singleFlight((() => 5) as never, { name: 'wrong' })
      expect(yield* outcome(wrong())).toBe(
        'TypeError: Expected wrong to return something to await, a coroutine or a future, got the number 5: write it as function* at 0',
      )
    })
  })

  test('hands on to all who wait what the default of a parameter throws', () => {
    play(function* (): Steps {
      const refuse = (): string => {
        throw new Error('no default')
      }
      const load = singleFlight(function* (id: string = refuse()): Steps<string> {
        return id
      })
      expect(yield* gather([outcome(load()), outcome(load())])).toEqual([
        'Error: no default at 0',
        'Error: no default at 0',
      ])
      expect([yield* load('given'), load.size]).toEqual(['given', 0])
    })
  })

  test('serves the callers that stay, however many come and leave meanwhile', () => {
    const log: string[] = []
    play(function* (): Steps {
      const load = singleFlight(loader(log))
      const stays = [createTask(load('a'))]
      for (let round = 0; round < 9; round++) {
        const leaving = [...Array(100)].map(() => createTask(load('a')))
        yield* sleep(1)
        for (const task of leaving) task.cancel()
        stays.push(createTask(load('a')))
      }
      expect(yield* gather(stays)).toEqual(Array(10).fill('a1'))
    })
    expect(log).toEqual(['a1 begins at 0'])
  })

  test('whose first caller is cancelled goes on for the others', () => {
    const log: string[] = []
    play(function* (): Steps {
      const load = singleFlight(loader(log))
      const first = createTask(load('a'))
      const second = starting(load('a'))
      yield* sleep(5)
      first.cancel()
      expect(yield* failure(first)).toBeInstanceOf(CancelledError)
      expect([yield* second, log]).toEqual(['a1 at 10', ['a1 begins at 0']])
    })
  })

  test('is cancelled and awaited by the last one to leave', () => {
    const log: string[] = []
    play(function* (): Steps {
      const load = singleFlight(function* (): Steps {
        try {
          yield* sleep(1000)
        } finally {
          yield* sleep(5)
          log.push(`cleaned up at ${now()}`)
        }
      })
      const tasks = [createTask(load()), createTask(load())]
      yield* sleep(1)
      tasks[0]!.cancel()
      yield* sleep(1)
      tasks[1]!.cancel()
      yield* wait(tasks)
      log.push(`left at ${now()}`)
    })
    expect(log).toEqual(['cleaned up at 7', 'left at 7'])
  })

  test('that is being cancelled is joined by nobody: a new caller begins its own', () => {
    const log: string[] = []
    play(function* (): Steps {
      let n = 0
      const load = singleFlight(function* (): Steps<number> {
        const own = ++n
        try {
          yield* sleep(10)
        } catch (error) {
          yield* sleep(20)
          log.push(`${own} cleaned up at ${now()}`)
          throw error
        }
        return own
      })
      const first = createTask(load())
      yield* sleep(1)
      first.cancel()
      yield* sleep(1)
      log.push(`second: ${yield* outcome(load())}`)
      expect(load.size).toBe(0)
      yield* wait([first])
    })
    expect(log).toEqual(['second: 2 at 12', '1 cleaned up at 21'])
  })

  test('is not joined when its own task is being cancelled by somebody else, and says so to those who wait', () => {
    play(function* (): Steps {
      const load = singleFlight(loader())
      const waiter = starting(load('a'))
      yield* sleep(1)
      for (const task of allTasks()) if (task.name === 'load') task.cancel()
      const second = starting(load('a'))
      expect(yield* waiter).toBe('RuntimeError: The call that this one shared was cancelled at 1')
      expect(yield* second).toBe('a2 at 11')
    })
  })

  test('that was forgotten removes only itself when it ends', () => {
    const log: string[] = []
    play(function* (): Steps {
      const load = singleFlight(loader(log))
      const old = starting(load('a'))
      yield* sleep(5)
      expect([load.forget('a'), load.forget('a'), load.forget('x')]).toEqual([true, false, false])
      const fresh = starting(load('a'))
      yield* sleep(6)
      // The old one has ended. Its successor is still there to be joined.
      const third = starting(load('a'))
      expect(yield* gather([old, fresh, third])).toEqual(['a1 at 10', 'a2 at 15', 'a2 at 15'])
    })
    expect(log.length).toBe(2)
  })

  test('says in reports what it waits for', () => {
    play(function* (): Steps {
      const load = singleFlight(loader())
      const tasks = [createTask(load('a')), createTask(load('a'))]
      yield* sleep(1)
      expect(describedWait(tasks[0]!)).toBe('load (a call under way, 2 waiting for it)')
      yield* gather(tasks)
    })
  })

  test('runs in the context of the first caller', () => {
    const user = new ContextVar('user', { default: 'nobody' })
    const seen = play(function* (): Steps<unknown> {
      const who = singleFlight(function* (): Steps<string> {
        yield* sleep(1)
        return user.get()!
      })
      const as = function* (name: string): Steps<string> {
        user.set(name)
        return yield* who()
      }
      return yield* gather([createTask(as('ada')), createTask(as('bob'))])
    })
    expect(seen).toEqual(['ada', 'ada'])
  })

  test('belongs to its loop, until that is closed', async () => {
    const load = singleFlight(loader())
    expect(play(() => load('a'))).toBe('a1')
    expect(play(() => load('a'))).toBe('a2')
    expect(await run(() => load('a'))).toBe('a3')
  })
})

describe('a key', () => {
  test('is asked for by name if the call does not tell it', () => {
    const load = singleFlight(loader()) as unknown as (...args: unknown[]) => unknown
    expect(() => load('a', 'b')).toThrow(
      'Expected the option key of singleFlight() for a call with 2 arguments: the first one alone may not be what tells calls apart',
    )
    expect(() => load({ id: 1 })).toThrow(
      'Expected the option key of singleFlight() for a call with an object: objects are equal only to themselves',
    )
    expect(() => load([])).toThrow('for a call with an array of 0')
    expect(() => load(() => 1)).toThrow('for a call with a function')
  })

  test('that throws throws to its caller alone', () => {
    play(function* (): Steps {
      const load = singleFlight(
        function* (request: { id: string }): Steps<string> {
          yield* sleep(5)
          return request.id
        },
        { key: ({ id }) => id.toLowerCase() },
      )
      const good = starting(load({ id: 'A' }))
      expect(() => load({} as never)).toThrow(TypeError)
      expect([yield* good, yield* load({ id: 'b' })]).toEqual(['A at 5', 'b'])
    })
  })

  test('may be anything: undefined, NaN and strings that look like numbers are told apart', () => {
    play(function* (): Steps {
      let calls = 0
      const load = singleFlight(function* (id?: unknown): Steps<string> {
        calls++
        yield* sleep(1)
        return String(id)
      })
      yield* gather([
        load(),
        load(undefined),
        load(Number.NaN),
        load(Number.NaN),
        load('1'),
        load(1),
        load(null),
      ])
      expect(calls).toBe(5)
    })
  })
})

test('cancelled at any moment, a caller leaves the others their result, and no work under way', () => {
  for (const others of [0, 1, 2]) {
    const moments = injectCancelEverywhere(function* (inject): Steps {
      let under = 0
      const load = singleFlight(function* (id: string): Steps<string> {
        under++
        try {
          yield* sleep(5)
          return id
        } finally {
          under--
        }
      })
      const tasks = [...Array(others)].map(() => createTask(load('a')))
      const victim = inject(load('a'))
      const late = createTask(load('a'))
      yield* wait([...tasks, victim, late])
      for (const task of [...tasks, late]) expect(task.result()).toBe('a')
      expect([under, load.size]).toEqual([0, 0])
    })
    expect(moments).toBeGreaterThan(2)
  }
})

test('in every order of tasks one call serves all who come while it is under way', () => {
  explore({ runs: 300 }, function* (): Steps {
    let calls = 0
    const load = singleFlight(function* (): Steps<number> {
      const n = ++calls
      yield* sleep(5)
      return n
    })
    const leaver = createTask(load())
    const tasks = [createTask(load()), createTask(load())]
    yield* sleep(2)
    leaver.cancel()
    expect(yield* gather(tasks)).toEqual([1, 1])
    yield* wait([leaver])
    expect(calls).toBe(1)
  })
})

test('random callers who come and leave get what the model says', () => {
  const caller = fc.record({
    at: fc.integer({ min: 0, max: 40 }),
    leavesAfter: fc.option(fc.integer({ min: 1, max: 15 }), { nil: Infinity }),
  })
  fc.assert(
    fc.property(fc.array(caller, { minLength: 1, maxLength: 8 }), (callers) => {
      // Odd times come and go, even ones begin and end: nothing happens in one turn.
      const times = callers.map(({ at, leavesAfter }) => ({
        at: at * 2,
        leaves: at * 2 + leavesAfter * 2 + 1,
      }))
      const ends = play(function* (): Steps<string[]> {
        let calls = 0
        const load = singleFlight(function* (): Steps<string> {
          const n = ++calls
          yield* sleep(10.5)
          return `call ${n}`
        })
        const tasks = times.map(({ at, leaves }) =>
          createTask(
            (function* (): Steps<string> {
              yield* sleep(at)
              const task = createTask(load())
              if (leaves < Infinity) {
                yield* wait([task], { timeout: leaves - at })
                task.cancel()
              }
              return yield* outcome(task)
            })(),
          ),
        )
        return yield* gather(tasks)
      })
      expect(ends).toEqual(model(times))
    }),
    { numRuns: 200 },
  )
})

function model(times: { at: number; leaves: number }[]): string[] {
  const flights: { n: number; end: number; callers: { leaves: number }[] }[] = []
  const ends: string[] = []
  const order = times.map((time, i) => ({ ...time, i })).sort((a, b) => a.at - b.at || a.i - b.i)
  for (const { at, leaves, i } of order) {
    let flight = flights.at(-1)
    const abandoned = flight?.callers.every((caller) => caller.leaves < at)
    if (flight === undefined || flight.end <= at || abandoned) {
      flight = { n: flights.length + 1, end: at + 10.5, callers: [] }
      flights.push(flight)
    }
    flight.callers.push({ leaves })
    ends[i] = leaves < flight.end ? `CancelledError at ${leaves}` : `call ${flight.n} at ${flight.end}`
  }
  return ends
}

describe('singleFlight refuses by name', () => {
  test.each<[() => unknown, string]>([
    [
      () => singleFlight(sleep(1) as never),
      'Expected the function of singleFlight(), a function, got a Coroutine: pass the function, without calling it',
    ],
    [
      () => singleFlight(loader(), { key: 'id' as never }),
      'Expected the option key of singleFlight() to be a function, got the string "id"',
    ],
    [
      () => singleFlight(loader(), (() => 1) as never),
      'Expected the options of singleFlight() as an object, { key, name }, got a function',
    ],
  ])('%s', (call, message) => {
    expect(call).toThrow(message)
  })
})
