import {
  type Awaitable,
  asyncWith,
  createTask,
  DeadlockError,
  gather,
  run,
  sleep,
  timeout,
} from '@acoro/core'
import { Pool, PoolClosedError, PoolFullError, type PoolOptions } from '@acoro/service'
import { VirtualLoop } from '@acoro/testing'
import { describe, expect, test } from 'vitest'
import {
  describedWait,
  failure,
  now,
  outcome,
  play,
  reportsOf,
  type Steps,
  starting,
} from '../support/virtual.ts'

/** A pool of numbered resources, made and destroyed in 10 ms each, which log it. */
function pool(options: Partial<PoolOptions<number>> = {}): { pool: Pool<number>; log: string[] } {
  const log: string[] = []
  let made = 0
  const made_ = new Pool<number>({
    *create(): Steps<number> {
      yield* sleep(10)
      log.push(`made ${++made} at ${now()}`)
      return made
    },
    *destroy(n): Steps {
      yield* sleep(10)
      log.push(`destroyed ${n} at ${now()}`)
    },
    name: 'db',
    ...options,
  })
  return { pool: made_, log }
}

/** Holds a resource for so long. */
function* visit(pool: Pool<number>, ms: number): Steps<string> {
  using lease = yield* pool.acquire()
  const began = now()
  yield* sleep(ms)
  return `${lease.value} from ${began}`
}

describe('a pool', () => {
  test('makes resources when they are needed, up to its maximum, and lends them again', () => {
    const { pool: db, log } = pool({ max: 2 })
    const visits = play(function* (): Steps<string[]> {
      return yield* gather([visit(db, 100), visit(db, 50), visit(db, 5)])
    })
    expect(visits).toEqual(['1 from 10', '2 from 10', '2 from 60'])
    expect(log).toEqual(['made 1 at 10', 'made 2 at 10'])
  })

  test('serves tasks in order of arrival', () => {
    const order: number[] = []
    play(function* (): Steps {
      const { pool: db } = pool({ max: 1 })
      yield* gather(
        [1, 2, 3, 4].map(function* (n): Steps {
          using _lease = yield* db.acquire()
          order.push(n)
          yield* sleep(1)
        }),
      )
    })
    expect(order).toEqual([1, 2, 3, 4])
  })

  test('lends the resource that was used last first, without a wait', () => {
    play(function* (): Steps {
      const { pool: db } = pool()
      yield* gather([visit(db, 1), visit(db, 2)])
      const started = now()
      expect(yield* visit(db, 0)).toBe(`2 from ${started}`)
      using lease = db.tryAcquire()
      expect(lease?.value).toBe(2)
    })
  })

  test('use() returns the resource at the end of its body, also if that throws', () => {
    play(function* (): Steps {
      const { pool: db } = pool({ max: 1 })
      expect(yield* db.use((n) => sleep(1, n * 10))).toBe(10)
      const thrower = (): Awaitable<never> => {
        throw new Error('synchronously')
      }
      expect(yield* outcome(db.use(thrower))).toBe('Error: synchronously at 11')
      expect(yield* outcome(db.use((() => 5) as never))).toMatch(
        /^TypeError: Expected the body of use\(\) to return/,
      )
      expect(db.statistics()).toMatchObject({ size: 1, idle: 1, lent: 0 })
    })
  })

  test('has statistics, a text, and waits that say what they wait for', () => {
    play(function* (): Steps {
      const { pool: db } = pool({ max: 1, min: 1 })
      expect([String(db), db.min, db.max]).toEqual(['<Pool db [0 lent, 0 idle, waiting:0]>', 1, 1])
      const holder = starting(visit(db, 100), 'holder')
      const waiter = createTask(db.acquire(), { name: 'waiter' })
      yield* sleep(20)
      expect(db.statistics()).toEqual({
        ...{ size: 1, idle: 0, lent: 1, creating: 0, checking: 0, destroying: 0 },
        ...{ waiting: 1, min: 1, max: 1 },
      })
      expect(describedWait(waiter)).toBe('Pool.acquire on db (1 of 1 lent, 1 waiting)')
      yield* holder
      ;(yield* waiter).release()
    })
  })

  test('whose leases are never returned is a deadlock that names it', () => {
    const error = failureOf(() =>
      play(function* (): Steps {
        const { pool: db } = pool({ max: 1, idleTimeout: Infinity })
        const lease = yield* db.acquire()
        yield* db.acquire()
        lease.release()
      }),
    )
    expect(error).toBeInstanceOf(DeadlockError)
    expect(error.message).toContain('Pool.acquire on db (1 of 1 lent, 1 waiting)')
  })
})

describe('a lease', () => {
  test('is released once; its resource cannot be used afterwards', () => {
    play(function* (): Steps {
      const { pool: db } = pool()
      const lease = yield* db.acquire()
      lease.release()
      lease.release()
      expect([lease.released, db.statistics().idle]).toEqual([true, 1])
      expect(() => lease.value).toThrow(
        'Expected a lease that is held, got one that is over: its resource may be lent again',
      )
    })
  })

  test('that is discarded has its resource destroyed, once, and a second time changes nothing', () => {
    play(function* (): Steps {
      const { pool: db, log } = pool({ max: 1 })
      {
        using lease = yield* db.acquire()
        lease.discard()
        lease.discard()
        expect(db.statistics()).toMatchObject({ size: 1, destroying: 1, lent: 0 })
      }
      expect(yield* visit(db, 0)).toBe('2 from 30')
      expect(log).toEqual(['made 1 at 10', 'destroyed 1 at 20', 'made 2 at 30'])
      expect(db.statistics()).toMatchObject({ size: 1, idle: 1, destroying: 0 })
    })
  })

  test('cannot be discarded after its release: refused by name, and the counts are right', () => {
    play(function* (): Steps {
      const { pool: db } = pool()
      const lease = yield* db.acquire()
      lease.release()
      expect(() => lease.discard()).toThrow(
        'Expected a lease that is held, got one that is over: discard() before release()',
      )
      expect(db.statistics()).toMatchObject({ size: 1, idle: 1 })
    })
  })
})

describe('a task that leaves', () => {
  test('because its timeout passed leaves what is created for it to the next one', () => {
    play(function* (): Steps {
      const { pool: db, log } = pool({ max: 1 })
      const first = starting(timeout(5, () => db.acquire()))
      const second = starting(visit(db, 1))
      expect([yield* first, yield* second]).toEqual([
        'TimeoutError: Timed out after 5 ms at 5',
        '1 from 10 at 11',
      ])
      expect(log).toEqual(['made 1 at 10'])
    })
  })

  test('leaves an idle resource, if no other task waits', () => {
    play(function* (): Steps {
      const { pool: db } = pool()
      yield* outcome(timeout(5, () => db.acquire()))
      yield* sleep(10)
      expect(db.statistics()).toMatchObject({ size: 1, idle: 1 })
    })
  })

  test('does not hurt later ones: after many timeouts a new wait has a new clock', () => {
    play(function* (): Steps {
      const { pool: db } = pool({ max: 1 })
      const holder = starting(visit(db, 1000))
      yield* sleep(20)
      yield* gather([...Array(20)].map(() => outcome(timeout(10, () => db.acquire()))))
      expect(db.statistics().waiting).toBe(0)
      expect(yield* outcome(timeout(2000, () => visit(db, 0)))).toBe('1 from 1010 at 1010')
      yield* holder
    })
  })
})

describe('create that fails', () => {
  const failing = (calls: { n: number }) =>
    function* (): Steps<number> {
      calls.n++
      yield* sleep(1)
      throw new Error(`refused ${calls.n}`)
    }

  test('fails one waiting task, the first, and is called once for each', () => {
    const calls = { n: 0 }
    play(function* (): Steps {
      const db = new Pool({ create: failing(calls), max: 1 })
      const ends = yield* gather([1, 2, 3].map(() => outcome(db.acquire())))
      expect(ends).toEqual(['Error: refused 1 at 1', 'Error: refused 2 at 2', 'Error: refused 3 at 3'])
      yield* sleep(100_000)
    })
    expect(calls.n).toBe(3)
  })

  test('throws to the task also if it throws before it waits, or returns nothing to await', () => {
    play(function* (): Steps {
      const thrower = (): Awaitable<number> => {
        throw undefined
      }
      expect(yield* outcome(new Pool({ create: thrower }).acquire())).toBe('undefined at 0')
      const wrong = yield* failure<Error>(new Pool({ create: (() => 7) as never }).acquire())
      expect(wrong.message).toBe(
        'Expected create of a Pool to return something to await, a coroutine or a future, got the number 7: write it as function*',
      )
    })
  })

  test('while no task waits is reported, and tried again after longer and longer pauses', () => {
    const calls = { n: 0 }
    const reported = reportsOf(function* (): Steps {
      const db = new Pool({ create: failing(calls), min: 1, name: 'db' })
      yield* db.aenter()
      yield* sleep(1000)
    })
    expect(calls.n).toBe(4)
    expect(reported[0]).toBe('error in create of <Pool db [0 lent, 0 idle, waiting:0]>: Error: refused 1')
  })

  test('because its own work was cancelled is no cancel of the waiting task', () => {
    play(function* (): Steps {
      const db = new Pool({
        *create(): Steps<number> {
          const task = createTask(sleep(10, 1))
          yield* sleep(0)
          task.cancel()
          return yield* task
        },
      })
      expect(yield* outcome(db.acquire())).toBe(
        'RuntimeError: create of <Pool [0 lent, 0 idle, waiting:1]> was cancelled at 0',
      )
    })
  })
})

describe('check', () => {
  test('decides whether an idle resource is lent; a bad one is replaced', () => {
    const bad = new Set([1])
    play(function* (): Steps {
      const { pool: db, log } = pool({ max: 1, check: (n) => !bad.has(n) })
      yield* visit(db, 0)
      expect(yield* visit(db, 0)).toBe('2 from 30')
      expect(yield* visit(db, 0)).toBe('2 from 30')
      expect(log).toEqual(['made 1 at 10', 'destroyed 1 at 20', 'made 2 at 30'])
    })
  })

  test('that waits lets nobody overtake, and a task that leaves costs nobody a turn', () => {
    play(function* (): Steps {
      const { pool: db } = pool({ max: 1, check: () => sleep(10, true) })
      yield* visit(db, 0)
      const first = starting(timeout(5, () => db.acquire()))
      const second = starting(visit(db, 0))
      expect([yield* first, yield* second]).toEqual([
        'TimeoutError: Timed out after 5 ms at 15',
        '1 from 20 at 20',
      ])
    })
  })

  test('decides after a body that threw or was cancelled', () => {
    const checked: string[] = []
    play(function* (): Steps {
      const { pool: db, log } = pool({
        *check(n): Steps<boolean> {
          checked.push(`${n} at ${now()}`)
          yield* sleep(1)
          return n !== 1
        },
      })
      yield* outcome(
        db.use(function* (): Steps {
          yield* sleep(5)
          throw new Error('half-way')
        }),
      )
      yield* sleep(20)
      expect(checked).toEqual(['1 at 15'])
      expect(log).toEqual(['made 1 at 10', 'destroyed 1 at 26'])
      const task = createTask(db.use(() => sleep(100)))
      yield* sleep(15)
      task.cancel()
      yield* outcome(task)
      yield* sleep(20)
      expect([checked.at(-1), db.statistics().idle]).toEqual(['2 at 50', 1])
    })
  })

  test('that throws, hangs or answers with something else counts as no, and is reported', () => {
    const answers: ((n: number) => unknown)[] = [
      () => {
        throw new Error('bad check')
      },
      () => sleep(60_000, true),
      () => 'yes',
    ]
    const ends: string[] = []
    const reported = reportsOf(function* (): Steps {
      for (const check of answers) {
        const { pool: db } = pool({ max: 1, check: check as never, checkTimeout: 50 })
        yield* visit(db, 0)
        ends.push((yield* visit(db, 0)).split(' ')[0]!)
      }
    })
    expect(ends).toEqual(['2', '2', '2'])
    expect(reported).toEqual([
      'error in check of <Pool db [0 lent, 0 idle, waiting:1]>: Error: bad check',
      "error in check of <Pool db [0 lent, 0 idle, waiting:1]>: TimeoutError: 'check of <Pool db [0 lent, 0 idle, waiting:1]>' timed out after 50 ms",
      'error in check of <Pool db [0 lent, 0 idle, waiting:1]>: TypeError: Expected check of a Pool to return true or false, or something to await, got the string "yes"',
    ])
  })
})

describe('what is idle', () => {
  test('for too long is destroyed, but never below min', () => {
    play(function* (): Steps {
      const { pool: db, log } = pool({ min: 1, idleTimeout: 1000 })
      yield* gather([visit(db, 1), visit(db, 2), visit(db, 3)])
      yield* sleep(5000)
      expect(log.slice(3)).toEqual(['destroyed 1 at 1021', 'destroyed 2 at 1022'])
      expect(db.statistics()).toMatchObject({ size: 1, idle: 1 })
      yield* sleep(60_000)
      expect(log.length).toBe(5)
    })
  })

  test('and destroyed without a wait leaves min of them, and none is made anew', () => {
    play(function* (): Steps {
      let made = 0
      const db = new Pool({ create: () => sleep(1, ++made), destroy: () => {}, min: 2, idleTimeout: 1000 })
      yield* gather([1, 2, 3, 4].map(() => db.use(() => sleep(5))))
      yield* sleep(5000)
      expect([made, db.statistics().size]).toEqual([4, 2])
      yield* db.close()
    })
  })

  test('and too old is destroyed, and made anew for min; a lease is never cut short', () => {
    play(function* (): Steps {
      const { pool: db, log } = pool({ min: 1, maxLifetime: 100 })
      expect(yield* visit(db, 500)).toBe('1 from 10')
      yield* sleep(10 + 10 + 100 + 30)
      expect(log).toEqual([
        'made 1 at 10',
        'destroyed 1 at 520',
        'made 2 at 520',
        'destroyed 2 at 630',
        'made 3 at 630',
      ])
      expect(db.statistics().size).toBe(1)
    })
  })

  test('is filled up to min by asyncWith, and destroyed at its end', () => {
    play(function* (): Steps {
      const { pool: db, log } = pool({ min: 2 })
      yield* asyncWith(db, function* (): Steps {
        yield* sleep(15)
        expect(db.statistics().idle).toBe(2)
      })
      expect(log).toEqual(['made 1 at 10', 'made 2 at 10', 'destroyed 1 at 25', 'destroyed 2 at 25'])
    })
  })
})

describe('maxWaiting', () => {
  test('refuses a task by name when so many wait that nothing can be made for', () => {
    play(function* (): Steps {
      const { pool: db } = pool({ max: 1, maxWaiting: 1 })
      const tasks = [starting(visit(db, 10)), starting(visit(db, 10))]
      yield* sleep(0)
      const error = yield* failure<Error>(db.acquire())
      expect(error).toBeInstanceOf(PoolFullError)
      expect(error.message).toBe(
        '<Pool db [0 lent, 0 idle, waiting:2]> is full: 2 tasks wait, and maxWaiting is 1',
      )
      yield* gather(tasks)
      expect(yield* visit(db, 0)).toBe('1 from 30')
    })
  })

  test('of 0 lends what is there or can be made', () => {
    play(function* (): Steps {
      const { pool: db } = pool({ max: 1, maxWaiting: 0 })
      expect(yield* outcome(visit(db, 1))).toBe('1 from 10 at 11')
      expect(yield* outcome(visit(db, 1))).toBe('1 from 11 at 12')
      const holder = starting(visit(db, 5))
      yield* sleep(0)
      expect(yield* failure(db.acquire())).toBeInstanceOf(PoolFullError)
      yield* holder
    })
  })
})

describe('close', () => {
  test('destroys what is idle, waits for what is lent, and refuses whoever waits or comes', () => {
    play(function* (): Steps {
      const { pool: db, log } = pool({ max: 2 })
      const holders = [starting(visit(db, 50)), starting(visit(db, 5))]
      yield* sleep(12)
      const waiter = starting(db.acquire())
      yield* sleep(0)
      const closing = starting(db.close())
      expect(yield* waiter).toMatch(
        /^PoolClosedError: <Pool db \[.*\]> was closed while this task waited for a resource at 12$/,
      )
      expect(yield* failure(db.acquire())).toBeInstanceOf(PoolClosedError)
      expect(() => db.tryAcquire()).toThrow(PoolClosedError)
      expect(yield* closing).toBe('undefined at 70')
      expect(log.slice(2)).toEqual(['destroyed 2 at 25', 'destroyed 1 at 70'])
      expect(yield* gather(holders)).toEqual(['1 from 10 at 60', '2 from 10 at 15'])
      yield* db.close()
    })
  })

  test('takes away what is lent when the grace is over', () => {
    play(function* (): Steps {
      const { pool: db, log } = pool()
      const lease = yield* db.acquire()
      yield* db.close({ grace: 100 })
      expect([now(), log.at(-1), lease.released]).toEqual([120, 'destroyed 1 at 120', true])
      lease.release()
      lease.discard()
      expect(db.statistics().size).toBe(0)
    })
  })

  test('awaits a resource that is being created, and destroys it', () => {
    play(function* (): Steps {
      const { pool: db, log } = pool()
      const waiter = starting(db.acquire())
      yield* sleep(5)
      yield* db.close()
      expect([now(), log]).toEqual([20, ['made 1 at 10', 'destroyed 1 at 20']])
      expect(yield* waiter).toMatch(/^PoolClosedError/)
    })
  })

  test('cancels a creation that does not end within the grace, even one that has not begun', () => {
    play(function* (): Steps {
      for (const wait of [0, 5]) {
        const db = new Pool({ create: () => sleep(1e9, 1) })
        const waiter = starting(db.acquire())
        yield* sleep(wait)
        const started = now()
        yield* db.close({ grace: 100 })
        expect(now() - started).toBe(100)
        yield* waiter
      }
      const unused = pool({ min: 2 }).pool
      yield* unused.aenter()
      yield* unused.close({ grace: 0 })
      expect(unused.statistics().size).toBe(0)
    })
  })

  test('of a pool that was never used, destroys nothing and ends at once', () => {
    const { pool: db, log } = pool({ min: 3 })
    expect(play(() => outcome(db.close()))).toBe('undefined at 0')
    expect(log).toEqual([])
  })

  test('goes on if it is cancelled', () => {
    play(function* (): Steps {
      const { pool: db } = pool()
      yield* visit(db, 0)
      const closing = createTask(db.close(), { name: 'closing' })
      yield* sleep(1)
      expect(describedWait(closing)).toBe('Pool.close on db (closed, 0 lent, 0 idle, waiting:0)')
      closing.cancel()
      yield* outcome(closing)
      yield* sleep(20)
      expect(db.statistics().size).toBe(0)
    })
  })

  test('does not wait for ever for a destroy that hangs or throws', () => {
    const reported = reportsOf(function* (): Steps {
      const destroys: ((n: number) => Awaitable<unknown> | void)[] = [
        () => sleep(1e9),
        () => {
          throw new Error('sync')
        },
        function* (): Steps {
          yield* sleep(1)
          throw new Error('async')
        },
        () => {},
      ]
      for (const destroy of destroys) {
        const { pool: db } = pool({ destroy, destroyTimeout: 50 })
        yield* visit(db, 0)
        yield* db.close()
        expect(db.statistics().size).toBe(0)
      }
    })
    expect(reported.map((line) => line.replace(/<.*?>/g, 'db'))).toEqual([
      "error in destroy of db: TimeoutError: 'destroy of db' timed out after 50 ms",
      'error in destroy of db: Error: sync',
      'error in destroy of db: Error: async',
    ])
  })
})

test('a pool can be used in another loop once its own is closed, and not before', async () => {
  const { pool: db } = pool()
  play(() => visit(db, 0))
  expect(play(() => visit(db, 0))).toBe('2 from 10')
  using loop = new VirtualLoop()
  loop.runSync(() => visit(pool().pool, 0))
  const bound = pool().pool
  loop.runSync(() => visit(bound, 0))
  await expect(run(() => bound.acquire())).rejects.toThrow(
    '<Pool db [0 lent, 1 idle, waiting:0]> is bound to a different event loop',
  )
})

describe('a pool refuses by name', () => {
  const create = (): Awaitable<number> => sleep(1, 1)
  test.each<[() => unknown, string]>([
    [
      () => new Pool(undefined as never),
      'Expected the options of Pool() as an object, { create, destroy, check, min, max, maxWaiting, idleTimeout, maxLifetime, checkTimeout, destroyTimeout, name }, got undefined',
    ],
    [() => new Pool({} as never), 'Expected the option create of Pool(), a function, got undefined'],
    [
      () => new Pool({ create: sleep(1) as never }),
      'Expected the option create of Pool(), a function, got a Coroutine: pass the function, without calling it',
    ],
    [
      () => new Pool({ create, max: 0 }),
      'Expected the option max of Pool() to be a whole number of at least 1, or Infinity, got 0',
    ],
    [
      () => new Pool({ create, min: 3, max: 2 }),
      'Expected the option min of Pool() to be at most max, 2, got 3',
    ],
    [
      () => new Pool({ create, min: -1 }),
      'Expected the option min of Pool() to be a whole number of at least 0, got -1',
    ],
    [
      () => new Pool({ create, idleTimeout: '30s' as never }),
      'Expected the option idleTimeout of Pool() in milliseconds, a number, got the string "30s"',
    ],
    [
      () => new Pool({ create, check: true as never }),
      'Expected the option check of Pool() to be a function, got the boolean true',
    ],
    [() => new Pool({ create }).use(5 as never), 'Expected the body of use(), a function, got the number 5'],
    [
      () => new Pool({ create }).close(100 as never),
      'Expected the options of close() as an object, { grace }, got the number 100',
    ],
  ])('%s', (call, message) => {
    expect(call).toThrow(message)
  })
})

function failureOf(call: () => unknown): Error {
  try {
    call()
  } catch (error) {
    return error as Error
  }
  throw new Error('Expected it to throw')
}
