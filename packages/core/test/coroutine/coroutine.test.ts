import {
  Coroutine,
  type CoroutineGenerator,
  coroutine,
  createTask,
  Future,
  gather,
  isAwaitable,
  isCoroutine,
  isCoroutineFunction,
  newEventLoop,
  RuntimeError,
  run,
  sleep,
} from '@acoro/core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runVirtual } from '../support/virtual.ts'

const answer = coroutine(function* answer(value: number) {
  yield* sleep(1)
  return value
})

describe('a coroutine', () => {
  test('is lazy, named and one-shot', () => {
    const log: string[] = []
    const work = coroutine(function* work() {
      log.push('ran')
    })
    const coro = work()
    expect([work.name, coro.functionName, String(coro), log.length]).toEqual([
      'work',
      'work',
      '<coroutine work>',
      0,
    ])
    runVirtual(coro)
    expect(log).toEqual(['ran'])
    expect(() => runVirtual(coro)).toThrow(new RuntimeError("cannot reuse already awaited coroutine 'work'"))
    expect(() => coro.next()).toThrow("cannot reuse already awaited coroutine 'work'")
  })

  test('awaited by two tasks at once is a RuntimeError in the second', () => {
    runVirtual(function* main() {
      const coro = answer(1)
      const awaiting = coroutine(function* awaiting() {
        return yield* coro
      })
      const [first, second] = yield* gather([awaiting(), awaiting()], { returnExceptions: true })
      expect(first).toBe(1)
      expect(String(second)).toBe("RuntimeError: coroutine 'answer' is being awaited already")
      const again = answer(2)
      const task = createTask(again)
      expect(() => createTask(again)).toThrow("coroutine 'answer' is being awaited already")
      expect(yield* task).toBe(2)
    })
  })

  test('is driven by hand with values, errors and a close', () => {
    const log: unknown[] = []
    const echo = coroutine(function* echo(): Generator<undefined, string, unknown> {
      try {
        for (;;) {
          try {
            log.push(yield)
          } catch (error) {
            log.push((error as Error).message)
          }
        }
      } finally {
        log.push('closed')
      }
    })
    const coro = echo()
    expect(coro.next()).toEqual({ done: false, value: undefined })
    coro.send('a')
    coro.throw(new Error('b'))
    coro.close()
    coro.close()
    expect(log).toEqual(['a', 'b', 'closed'])
    const unbegun = echo()
    expect(() => unbegun.throw(new Error('early'))).toThrow('early')
    expect(() => unbegun.next()).toThrow('cannot reuse')
  })

  test('that waits while it is closed says so', () => {
    runVirtual(function* main() {
      const stubborn = coroutine(function* stubborn() {
        try {
          yield
        } finally {
          yield* sleep(1)
        }
      })
      const coro = stubborn()
      coro.next()
      expect(() => coro.close()).toThrow("coroutine 'stubborn' waits in a finally block while it is closed")
    })
  })

  test('that was begun by hand can be handed to a task', () => {
    const log: string[] = []
    const work = coroutine(function* work() {
      yield
      log.push('second part')
      return yield* answer(5)
    })
    runVirtual(function* main() {
      const coro = work()
      coro.next()
      log.push('begun')
      expect(yield* createTask(coro)).toBe(5)
    })
    expect(log).toEqual(['begun', 'second part'])
  })

  test('that another coroutine drives by hand is not mistaken for one it waits for', () => {
    const log: unknown[] = []
    const inner = coroutine(function* inner(name: string) {
      log.push(`${name} 1`)
      yield* sleep(0)
      log.push(`${name} 2`)
      yield* sleep(0)
      return `${name} end`
    })
    runVirtual(function* main() {
      const byHand = inner('hand')
      expect(byHand.next()).toEqual({ done: false, value: undefined })
      // The task's own wait comes while the one driven by hand stands suspended above it.
      expect(yield* answer(1)).toBe(1)
      byHand.next()
      yield* inner('awaited')
      expect(byHand.next()).toEqual({ done: true, value: 'hand end' })
    })
    expect(log).toEqual(['hand 1', 'hand 2', 'awaited 1', 'awaited 2'])
  })

  test('that is driven by hand to a pause is not mistaken for the pause its driver comes to next', () => {
    const log: string[] = []
    const inner = coroutine(function* inner() {
      yield* sleep(0)
      log.push('inner')
    })
    const driver = coroutine(function* driver() {
      const byHand = inner()
      byHand.next()
      yield* sleep(0)
      log.push('driver')
      expect(byHand.next().done).toBe(true)
      const pausing = sleep(0, 'paused')
      pausing.next()
      yield* sleep(0)
      return pausing.next()
    })
    expect(runVirtual(driver())).toEqual({ done: true, value: 'paused' })
    expect(log).toEqual(['driver', 'inner'])
  })

  test('that pauses may be a task, be cancelled in the pause, and is one-shot', () => {
    runVirtual(function* main() {
      expect(yield* createTask(sleep(0, 'a task'))).toBe('a task')
      expect(yield* gather(sleep(0, 1), sleep(-1, 2))).toEqual([1, 2])
      const log: unknown[] = []
      const pausing = createTask(
        (function* () {
          try {
            yield* sleep(0)
          } catch (error) {
            log.push(String(error))
          }
          return yield* sleep(0, 'after')
        })(),
      )
      yield
      pausing.cancel('now')
      expect(yield* pausing).toBe('after')
      expect(log).toEqual(['CancelledError: now'])
      const once = sleep(0)
      yield* once
      expect(() => once[Symbol.iterator]()).toThrow("cannot reuse already awaited coroutine 'sleep'")
      expect(once.return()).toEqual({ done: true, value: undefined })
      const closed = sleep(0)
      closed.close()
      expect(() => closed.next()).toThrow("cannot reuse already awaited coroutine 'sleep'")
    })
  })

  test('accepts only generator functions', () => {
    expect(() => coroutine((() => 1) as never)).toThrow(
      'Expected a generator function (function*), got a function',
    )
    expect(() => coroutine(async function load() {} as never)).toThrow('got the function load')
    expect(() => coroutine(5 as never)).toThrow(TypeError)
  })

  test('keeps this, name and number of parameters, also as a decorator', () => {
    class Counter {
      count = 2
      next = coroutine(function* next(this: Counter, by: number) {
        return this.count + by
      })
    }
    const counter = new Counter()
    expect(runVirtual(counter.next(3))).toBe(5)
    expect([counter.next.length, counter.next.name]).toEqual([1, 'next'])
    class Legacy {
      count = 2;
      *next(by: number): Generator<undefined, number, unknown> {
        yield
        return this.count + by
      }
    }
    // As TypeScript calls a decorator under `experimentalDecorators`.
    const descriptor = Object.getOwnPropertyDescriptor(Legacy.prototype, 'next')!
    Object.defineProperty(Legacy.prototype, 'next', coroutine(Legacy.prototype, 'next', descriptor))
    const legacy = new Legacy()
    expect(isCoroutineFunction(legacy.next)).toBe(true)
    expect(runVirtual(legacy.next(3))).toBe(5)
    expect(() => coroutine(Legacy.prototype, 'none', { value: (() => 1) as never })).toThrow(
      'Expected a generator function (function*), got the function value',
    )
  })
})

describe('nested coroutines', () => {
  const deep = coroutine(function* deep(
    depth: number,
  ): Generator<Future<unknown> | undefined, string, unknown> {
    if (depth > 0) return yield* deep(depth - 1)
    yield* sleep(1)
    yield* sleep(1)
    return 'bottom'
  })

  test('pass values and errors through frames that suspended, at depth 500', () => {
    expect(runVirtual(deep(500))).toBe('bottom')
    const failing = coroutine(function* failing(
      depth: number,
    ): Generator<Future<unknown> | undefined, void, unknown> {
      try {
        if (depth > 0) yield* failing(depth - 1)
        else {
          yield* sleep(1)
          throw new Error('deep')
        }
      } finally {
        if (depth % 100 === 0) yield* sleep(1)
      }
    })
    expect(() => runVirtual(failing(500))).toThrow('deep')
  })

  /** A program of nested calls, run as coroutines with frames and as one chain of plain generators. */
  interface Node {
    before: number
    children: Node[]
    plain: boolean
    fails: boolean
    caught: boolean
  }
  const node = fc.letrec<{ node: Node }>((tie) => ({
    node: fc.record({
      before: fc.nat(2),
      children: fc.oneof({ maxDepth: 4 }, fc.constant<Node[]>([]), fc.array(tie('node'), { maxLength: 3 })),
      plain: fc.boolean(),
      fails: fc.oneof(
        { weight: 4, arbitrary: fc.constant(false) },
        { weight: 1, arbitrary: fc.constant(true) },
      ),
      caught: fc.boolean(),
    }),
  })).node

  function* body(
    tree: Node,
    log: string[],
    call: (child: Node) => Iterable<never>,
  ): Generator<Future<unknown> | undefined, number, unknown> {
    log.push(`enter ${tree.before}`)
    let sum = tree.before
    try {
      for (let i = 0; i < tree.before; i++) yield
      for (const child of tree.children)
        sum += (yield* call(child) as unknown as Generator<undefined, number, unknown>) as number
      if (tree.fails) throw new Error(`fail ${sum}`)
    } catch (error) {
      log.push((error as Error).message)
      if (!tree.caught) throw error
    } finally {
      yield
      log.push(`leave ${sum}`)
    }
    return sum
  }

  test('do exactly what one chain of native generators does', () => {
    const asCoroutine = coroutine(body)
    const framed = (log: string[]) => {
      const call = (child: Node): Iterable<never> =>
        (child.plain ? body(child, log, call) : asCoroutine(child, log, call)) as never
      return call
    }
    const native = (log: string[]) => {
      const call = (child: Node): Iterable<never> => body(child, log, call) as never
      return call
    }
    const outcome = (tree: Node, make: (log: string[]) => (child: Node) => Iterable<never>) => {
      const log: string[] = []
      try {
        log.push(String(runVirtual(make(log)(tree) as never)))
      } catch (error) {
        log.push(String(error))
      }
      return log
    }
    fc.assert(
      fc.property(node, (tree) => {
        expect(outcome(tree, framed)).toEqual(outcome(tree, native))
      }),
      { numRuns: 300 },
    )
  })
})

describe('what is awaitable', () => {
  test('is told from what can only be iterated', () => {
    const generator = (function* () {})()
    const own = { *[Symbol.iterator]() {} }
    const yes = [answer(1), generator, newEventLoop().createFuture(), sleep(1), own]
    const no = [
      [],
      'text',
      new Map(),
      new Set(),
      new Uint8Array(1),
      Promise.resolve(),
      null,
      undefined,
      5,
      () => {},
    ]
    expect(yes.map((value) => isAwaitable(value))).toEqual(yes.map(() => true))
    expect(no.map((value) => isAwaitable(value))).toEqual(no.map(() => false))
    expect([isCoroutine(answer(1)), isCoroutine(generator), isCoroutine(own), isCoroutine(answer)]).toEqual([
      true,
      true,
      false,
      false,
    ])
    expect([
      isCoroutineFunction(answer),
      isCoroutineFunction(function* () {}),
      isCoroutineFunction(() => {}),
    ]).toEqual([true, true, false])
    expect(sleep(1)).toBeInstanceOf(Coroutine)
  })

  test('a wrong yield is thrown at that very yield, and says what was meant', () => {
    const tried: string[] = []
    const yielding = function* yielding(value: unknown): Generator<never, void, unknown> {
      try {
        yield value as never
      } catch (error) {
        tried.push(String(error))
      }
    }
    runVirtual(function* main() {
      yield* yielding(answer(1))
      yield* yielding(new Future())
      yield* yielding(5)
      yield* yielding(Promise.resolve())
      yield* yielding(newEventLoop().createFuture())
    })
    expect(tried).toEqual([
      'TypeError: yielded a Coroutine; did you mean `yield*`?',
      'TypeError: yielded a Future; did you mean `yield*`?',
      'TypeError: Task got bad yield: the number 5; `yield*` awaits coroutines and futures',
      'TypeError: yielded a Promise; wrap a promise with fromPromise() of @acoro/compat',
      expect.stringMatching(
        /^RuntimeError: Task <Task pending .*> got <Future pending> attached to a different loop$/,
      ),
    ])
  })
})

test('generators that a transpiler made are as good as the engine’s own', async () => {
  // What Babel makes of `function*` for old engines: an object with a state, tagged as a generator.
  const transpiled = (steps: ((sent: unknown) => IteratorResult<unknown, unknown>)[]) => {
    const log: string[] = []
    const fn = function load() {
      let at = 0
      return {
        [Symbol.toStringTag]: 'Generator',
        [Symbol.iterator]() {
          return this
        },
        next: (sent: unknown) => (steps[at++] as (typeof steps)[number])(sent),
        throw(error: unknown) {
          log.push(String(error))
          throw error
        },
        return(value: unknown) {
          log.push('closed')
          return { done: true, value }
        },
      }
    }
    Object.defineProperty(fn, Symbol.toStringTag, { value: 'GeneratorFunction' })
    return { fn: fn as never as (...args: unknown[]) => CoroutineGenerator<unknown>, log }
  }
  const twice = () =>
    transpiled([() => ({ done: false, value: undefined }), () => ({ done: true, value: 'loaded' })])
  const caller = coroutine(function* caller(generator: CoroutineGenerator<unknown>) {
    return yield* generator
  })
  expect(await run(coroutine(twice().fn)())).toBe('loaded')
  expect(await run(twice().fn)).toBe('loaded')
  expect(await run(caller(twice().fn()))).toBe('loaded')
  expect(coroutine(twice().fn)().functionName).toBe('load')

  const { fn, log } = transpiled([() => ({ done: false, value: undefined })])
  await run(function* main() {
    const task = createTask(coroutine(fn)())
    yield
    task.cancel('enough')
    yield
    yield
    expect(task.cancelled()).toBe(true)
  })
  const closed = coroutine(fn)()
  closed.next()
  closed.close()
  expect(log).toEqual(['CancelledError: enough', 'closed'])
})

test('a proxy of a generator function may give a generator of its own', async () => {
  const log: string[] = []
  const traced = new Proxy(
    function* load(name: string) {
      yield
      return `loaded ${name}`
    },
    {
      apply(target, self, args) {
        const generator = Reflect.apply(target, self, args)
        return {
          [Symbol.toStringTag]: 'Generator',
          [Symbol.iterator]() {
            return this
          },
          next(sent: unknown) {
            log.push('next')
            return generator.next(sent as never)
          },
          throw: (error: unknown) => generator.throw(error),
          return: (value: never) => generator.return(value),
        }
      },
    },
  )
  expect(await run(coroutine(traced)('a'))).toBe('loaded a')
  expect(log).toEqual(['next', 'next'])
})
