import { co, legacy } from '@acoro/compat'
import {
  CancelledError,
  coroutine,
  createTask,
  currentTask,
  gather,
  getRunningLoop,
  isCancelledError,
  run,
  sleep,
} from '@acoro/core'
import { describe, expect, test } from 'vitest'

// Both dialects take the same things: each test runs on both.
type Runner = (fn: () => Generator<unknown, unknown, unknown>) => Promise<unknown>
const dialects: [string, Runner][] = [
  ['co', (fn) => co(fn)],
  ['legacy', (fn) => run(legacy(fn)())],
]

const later = <T>(value: T) => new Promise<T>((resolve) => setImmediate(resolve, value))
const failLater = (message: string) =>
  new Promise<never>((_, reject) => setImmediate(reject, new Error(message)))
const thunk =
  <T>(...values: T[]) =>
  (callback: (error: unknown, ...values: T[]) => void) =>
    void setImmediate(callback, null, ...values)
const double = coroutine(function* double(n: number) {
  yield* sleep(0)
  return n * 2
})

describe.each(dialects)('%s', (_name, perform) => {
  test('promises and other thenables', async () => {
    const value = await perform(function* () {
      const thenable = {
        // biome-ignore lint/suspicious/noThenProperty: a thenable is what is tested.
        then: (resolve: (value: number) => void) => resolve(3),
      }
      return [yield later(1), yield Promise.resolve(2), yield thenable]
    })
    expect(value).toEqual([1, 2, 3])
  })

  test('a rejection is thrown at its yield, and the generator may go on', async () => {
    const value = await perform(function* () {
      try {
        yield failLater('broken')
      } catch (error) {
        return [(error as Error).message, yield later('went on')]
      }
    })
    expect(value).toEqual(['broken', 'went on'])
  })

  test('an error nobody catches is that of the whole', async () => {
    await expect(
      perform(function* () {
        yield failLater('broken')
      }),
    ).rejects.toThrow('broken')
    await expect(
      perform(function* () {
        yield later(1)
        throw new Error('thrown')
      }),
    ).rejects.toThrow('thrown')
  })

  test('thunks: later, at once, with several values, and with none', async () => {
    const value = await perform(function* () {
      const now = (callback: (error: unknown, value: string) => void) => callback(null, 'now')
      return [yield thunk('later'), yield now, yield thunk('a', 'b'), yield thunk()]
    })
    expect(value).toEqual(['later', 'now', ['a', 'b'], undefined])
  })

  test('a thunk that fails, at once or by throwing, and one that calls back twice', async () => {
    const messages: unknown[] = []
    const attempt = function* (yielded: unknown): Generator<unknown, void, unknown> {
      try {
        messages.push(yield yielded)
      } catch (error) {
        messages.push((error as Error).message)
      }
    }
    await perform(function* () {
      yield* attempt((callback: (error: unknown) => void) => void setImmediate(callback, new Error('later')))
      yield* attempt((callback: (error: unknown) => void) => callback(new Error('at once')))
      yield* attempt(() => {
        throw new Error('thrown')
      })
      yield* attempt((callback: (error: unknown, value?: string) => void) => {
        callback(null, 'first')
        callback(new Error('second'))
      })
    })
    expect(messages).toEqual(['later', 'at once', 'thrown', 'first'])
  })

  test('arrays: all at once, with results in place and plain values kept', async () => {
    const log: string[] = []
    const step = coroutine(function* step(name: string) {
      log.push(`${name} begins`)
      yield* sleep(0)
      log.push(`${name} ends`)
      return name
    })
    const value = await perform(function* () {
      return yield [step('a'), later('b'), thunk('c'), step('d'), 5, null, 'text', [later('nested')]]
    })
    expect(value).toEqual(['a', 'b', 'c', 'd', 5, null, 'text', ['nested']])
    expect(log).toEqual(['a begins', 'd begins', 'a ends', 'd ends'])
  })

  test('objects: all at once, in the order of their keys', async () => {
    class Point {
      x = 1
    }
    const point = new Point()
    const value = await perform(function* () {
      return yield {
        slow: thunk(1),
        fast: Promise.resolve(2),
        plain: true,
        nested: { deep: later(3) },
        point,
      }
    })
    expect(value).toEqual({ slow: 1, fast: 2, plain: true, nested: { deep: 3 }, point })
    expect(Object.keys(value as object)).toEqual(['slow', 'fast', 'plain', 'nested', 'point'])
    expect((value as { point: Point }).point).toBe(point)
  })

  test('empty arrays and objects', async () => {
    const value = await perform(function* () {
      return [yield [], yield {}]
    })
    expect(value).toEqual([[], {}])
  })

  test('the first error of an array or object is thrown', async () => {
    const messages: string[] = []
    await perform(function* () {
      for (const yielded of [[later(1), failLater('in array')], { a: later(1), b: failLater('in object') }]) {
        try {
          yield yielded
        } catch (error) {
          messages.push((error as Error).message)
        }
      }
    })
    expect(messages).toEqual(['in array', 'in object'])
  })

  test('generators, generator functions, and generators delegated to', async () => {
    const inner = function* (): Generator<unknown, unknown, unknown> {
      return [yield later('in'), yield thunk('ner')]
    }
    const failing = function* (): Generator<unknown, unknown, unknown> {
      yield later(1)
      throw new Error('inner')
    }
    const value = await perform(function* () {
      const log = [yield inner(), yield inner, yield* inner(), yield [inner(), inner]]
      try {
        yield failing()
      } catch (error) {
        log.push((error as Error).message)
      }
      return log
    })
    const both = ['in', 'ner']
    expect(value).toEqual([both, both, both, [both, both], 'inner'])
  })

  test('coroutines, coroutine functions and awaitables', async () => {
    const failing = coroutine(function* failing() {
      yield* sleep(0)
      throw new Error('failed')
    })
    const value = await perform(function* () {
      const own = { [Symbol.iterator]: () => sleep(0, 'own')[Symbol.iterator]() }
      const called = coroutine(function* called() {
        return 'called'
      })
      const seen = [yield double(1), yield own, yield called, yield [double(2), called, own]]
      try {
        yield failing()
      } catch (error) {
        seen.push((error as Error).message)
      }
      return seen
    })
    expect(value).toEqual([2, 'own', 'called', [4, 'called', 'own'], 'failed'])
  })

  test.each([
    ['a number', 5, 'the number 5'],
    ['null', null, 'null'],
    ['text', 'text', 'the string "text"'],
    ['an object of a class', new Date(0), 'a Date'],
  ])('yielding %s throws a TypeError there that lists what may be yielded', async (_what, value, got) => {
    const error = await perform(function* () {
      try {
        yield value
      } catch (error) {
        return error
      }
    })
    expect(error).toEqual(
      new TypeError(
        `You may only yield an awaitable, a promise, a thunk, a generator, or an array or a plain object of these, got ${got}`,
      ),
    )
  })
})

test('co takes arguments, this, generators, and plain functions and values', async () => {
  const context = { base: 40 }
  const add = function* (this: typeof context, n: number): Generator<unknown, number, number> {
    return this.base + (yield Promise.resolve(n))
  }
  expect(await Reflect.apply(co, context, [add, 2])).toBe(42)
  expect(await co(add.call(context, 3))).toBe(43)
  expect(await co((() => 'plain') as never)).toBe('plain')
  expect(await co('value')).toBe('value')
  expect(await co(undefined)).toBe(undefined)
  await expect(
    co(() => {
      throw new Error('at the call')
    }),
  ).rejects.toThrow('at the call')
})

test('thunks and inner generators get the this of co', async () => {
  const context = { name: 'context' }
  const seen = await co.call(context, function* (): Generator<unknown, unknown, unknown> {
    const inner = function* (this: unknown) {
      return this
    }
    return [
      yield function (this: unknown, callback: (error: unknown, value: unknown) => void) {
        callback(null, this)
      },
      yield inner,
    ]
  } as never)
  expect(seen).toEqual([context, context])
})

test('co.wrap passes this and arguments on, and shows the generator function', async () => {
  const add = function* add(
    this: { base: number },
    a: number,
    b: number,
  ): Generator<unknown, number, number> {
    return this.base + (yield Promise.resolve(a)) + b
  }
  const wrapped = co.wrap(add)
  expect(await wrapped.call({ base: 10 }, 1, 2)).toBe(13)
  expect([wrapped.name, wrapped.length]).toEqual(['add', 2])
  expect(wrapped.__generatorFunction__).toBe(add)
})

test('a promise that is returned is that of co', async () => {
  expect(
    await co(function* () {
      return later('returned')
    }),
  ).toBe('returned')
})

test('legacy takes futures, tasks and coroutines, with and without a star', async () => {
  const work = legacy(function* work(): Generator<unknown, unknown, unknown> {
    const loop = getRunningLoop()
    const future = loop.createFuture<string>()
    loop.callSoon(() => future.setResult('future'))
    const done = loop.createFuture<string>()
    done.setResult('done')
    const failed = loop.createFuture<string>()
    loop.callSoon(() => failed.setException(new Error('failed')))
    const seen = [
      yield* double(2),
      yield future,
      yield done,
      yield createTask(double(3)),
      yield* createTask(double(4)),
      yield [createTask(double(5)), done],
      currentTask() !== null,
    ]
    try {
      yield failed
    } catch (error) {
      seen.push((error as Error).message)
    }
    return seen
  })
  expect(await run(work())).toEqual([4, 'future', 'done', 6, 8, [10, 'done'], true, 'failed'])
})

test('a coroutine deep inside legacy is resumed where it stands, and its errors are thrown at the yield*', async () => {
  const deep: (depth: number) => Generator<unknown, unknown, unknown> = function* (depth) {
    if (depth > 0) return yield* deep(depth - 1)
    const seen: unknown[] = [yield* double(1), yield double(2)]
    try {
      yield* coroutine(function* failing() {
        yield* double(1)
        throw new Error('deep')
      })()
    } catch (error) {
      seen.push((error as Error).message)
    }
    return [...seen, yield later('end')]
  }
  const work = legacy(function* work(): Generator<unknown, unknown, unknown> {
    return yield deep(10)
  })
  expect(await run(work())).toEqual([2, 4, 'deep', 'end'])
})

test('co refuses undefined, which is what forgetting a return gives', async () => {
  await expect(
    co(function* () {
      yield undefined
    }),
  ).rejects.toThrow(/^You may only yield .* got undefined$/)
})

test('co starts at once, and goes on at once where a thunk calls back at once', async () => {
  const log: string[] = []
  const promise = co(function* () {
    log.push('started')
    yield (callback: (error: unknown) => void) => callback(null)
    log.push('went on')
    yield Promise.resolve()
    log.push('later')
  })
  log.push('after the call')
  await promise
  expect(log).toEqual(['started', 'went on', 'after the call', 'later'])
})

test('a bare yield of legacy waits for the next iteration', async () => {
  const log: string[] = []
  const work = legacy(function* work(name: string) {
    log.push(`${name} 1`)
    yield
    log.push(`${name} 2`)
  })
  await run(function* main() {
    const other = createTask(work('b'))
    yield* work('a')
    yield* other
  })
  expect(log).toEqual(['a 1', 'b 1', 'a 2', 'b 2'])
})

test('legacy takes plain functions, and is lazy', async () => {
  const log: string[] = []
  const plain = legacy((n: number) => {
    log.push('called')
    return n
  })
  const coro = plain(5)
  log.push('made')
  expect(await run(coro)).toBe(5)
  expect(log).toEqual(['made', 'called'])
  expect(await run(legacy(() => later('promise'))())).toBe('promise')
  expect(await run(legacy(() => sleep(0, 'coroutine'))())).toBe('coroutine')
  expect(() => legacy(5 as never)).toThrow('Expected a generator function (function*), got the number 5')
})

test('cancelling throws CancelledError at the yield, whatever it waits for', async () => {
  const log: string[] = []
  const never = new Promise(() => {})
  const inside = coroutine(function* inside() {
    try {
      yield* sleep(60_000)
    } finally {
      log.push('inner clean-up')
    }
  })
  const waits: unknown[] = [never, () => {}, sleep(60_000), inside(), [inside(), never], { a: inside() }]
  const wait = legacy(function* wait(yielded: unknown): Generator<unknown, void, unknown> {
    try {
      yield yielded
    } catch (error) {
      log.push(isCancelledError(error) ? 'cancelled' : String(error))
      yield sleep(0)
      throw error
    }
  })
  await run(function* main() {
    for (const yielded of waits) {
      const task = createTask(wait(yielded))
      yield* sleep(0)
      yield* sleep(0)
      task.cancel()
      try {
        yield* task
        expect.unreachable()
      } catch (error) {
        expect(error).toBeInstanceOf(CancelledError)
      }
    }
  })
  expect(log.filter((line) => line === 'cancelled')).toHaveLength(waits.length)
  expect(log.filter((line) => line === 'inner clean-up')).toHaveLength(3)
})

test('closing a suspended legacy coroutine runs its finally blocks', async () => {
  const log: string[] = []
  const work = legacy(function* work() {
    try {
      yield new Promise(() => {})
    } finally {
      log.push('closed')
    }
  })
  await run(function* main() {
    const coro = work()
    coro.next()
    coro.close()
  })
  expect(log).toEqual(['closed'])
})

test('stacks of a task suspended in legacy can be asked for', async () => {
  await run(function* main() {
    const bare = createTask(
      legacy(function* outer() {
        yield double(1)
      })(),
    )
    const starred = createTask(
      legacy(function* outer() {
        yield* double(1)
      })(),
    )
    yield* sleep(0)
    for (const task of [bare, starred]) expect(task.getStack().length).toBeGreaterThan(0)
    yield* bare
    yield* starred
  })
})

test('generators that yield one another, 20,000 deep, run and can be cancelled', async () => {
  function* deep(levels: number): Generator<unknown, number, number> {
    return levels === 0 ? 0 : 1 + (yield deep(levels - 1))
  }
  function* waits(levels: number, log: string[]): Generator<unknown, number, number> {
    try {
      return levels === 0 ? yield new Promise<number>(() => {}) : 1 + (yield waits(levels - 1, log))
    } finally {
      if (levels % 10_000 === 0) log.push(`closed ${levels}`)
    }
  }
  const log: string[] = []
  await run(function* main() {
    expect(yield* legacy(deep)(20_000)).toBe(20_000)
    const task = createTask(legacy(waits)(20_000, log))
    yield* sleep(0)
    task.cancel()
    yield* gather([task], { returnExceptions: true })
    expect(task.cancelled()).toBe(true)
  })
  expect(log).toEqual(['closed 0', 'closed 10000', 'closed 20000'])
  expect(await co(deep, 20_000)).toBe(20_000)
})

test('an error of an inner generator is thrown at the yield of the outer one, undefined too', async () => {
  function* inner(): Generator<unknown, never> {
    yield Promise.resolve()
    throw undefined
  }
  function* outer(): Generator<unknown, string> {
    try {
      yield inner()
      return 'no error'
    } catch (error) {
      return `caught ${error}`
    }
  }
  expect(await run(legacy(outer)())).toBe('caught undefined')
  expect(await co(outer)).toBe('caught undefined')
})

test('a result named __proto__ is a result', async () => {
  const yielded = JSON.parse('{"__proto__": 1, "b": 2}')
  yielded.c = Promise.resolve(3)
  function* program(): Generator<unknown, object, object> {
    return yield yielded
  }
  for (const result of [await run(legacy(program)()), await co(program)]) {
    expect(Object.entries(result as object)).toEqual([
      ['__proto__', 1],
      ['b', 2],
      ['c', 3],
    ])
    expect(Object.getPrototypeOf(result)).toBe(Object.prototype)
  }
})
