import {
  AsyncExitStack,
  type Awaitable,
  asCompleted,
  asyncGenerator,
  Context,
  ContextVar,
  type Coroutine,
  copyContext,
  coroutine,
  createTask,
  type EventLoop,
  emit,
  ensureFuture,
  Future,
  gather,
  getRunningLoop,
  newEventLoop,
  Runner,
  race,
  setEventLoop,
  shield,
  sleep,
  Task,
  TaskGroup,
  wait,
} from '@acoro/core'
import { describe, expect, test } from 'vitest'
import { inspected } from './support/inspected.ts'
import { drive, runVirtual, TestHost } from './support/virtual.ts'

const work = coroutine(function* work(name: string, ms: number = 1) {
  yield* sleep(ms)
  return name
})

function virtual<T>(fn: (loop: EventLoop, complete: <R>(main: Awaitable<R>) => Promise<R>) => T): T {
  const host = new TestHost()
  const loop = newEventLoop({ host })
  return fn(loop, (main) => {
    const done = loop.runUntilComplete(main)
    drive(loop, host)
    return done
  })
}

describe('before a loop runs, the one of setEventLoop is used', () => {
  test('by ensureFuture, gather, shield, asCompleted and new Future', async () => {
    await virtual(async (loop, complete) => {
      setEventLoop(loop)
      try {
        const made = [ensureFuture(work('a')), gather(work('b'), work('c')), shield(work('d')), gather()]
        const [next] = asCompleted([work('e')])
        const future = new Future<string>()
        for (const each of [...made, future]) expect(each.getLoop()).toBe(loop)
        loop.callLater(2, () => future.setResult('f'))
        expect(
          await complete(gather([...made, next as Coroutine<string>, future] as Awaitable<unknown>[])),
        ).toEqual(['a', ['b', 'c'], 'd', [], 'e', 'f'])
      } finally {
        setEventLoop(null)
        loop.close()
      }
    })
  })

  test('but what is no awaitable is a TypeError first', () => {
    expect(() => ensureFuture('ok' as never)).toThrow(
      new TypeError('Expected a future, a coroutine or an awaitable, got the string "ok"'),
    )
    expect(() => ensureFuture(work('x'))).toThrow('no running event loop, and none was set')
  })

  test('and a closed one closes the coroutine', () => {
    const loop = newEventLoop()
    loop.close()
    const coro = work('never')
    const bare = (function* () {})()
    for (const each of [coro, bare as never])
      expect(() => ensureFuture(each, loop)).toThrow('Event loop is closed')
    expect(() => coro.next()).toThrow("cannot reuse already awaited coroutine 'work'")
    expect(bare.next()).toEqual({ done: true, value: undefined })
  })
})

describe('a future of a closed loop', () => {
  function closedWith(prepare: (future: Future<number>) => void): Future<number> {
    const loop = newEventLoop({ host: new TestHost() })
    const future = loop.createFuture<number>()
    prepare(future)
    loop.close()
    return future
  }

  test('says so to whoever settles it, if somebody waits', () => {
    const heard = (future: Future<number>) => future.addDoneCallback(() => {})
    const closed = 'Event loop is closed'
    const one = closedWith(heard)
    expect(() => one.setResult(1)).toThrow(closed)
    expect([one.done(), one.result()]).toEqual([true, 1])
    const two = closedWith(heard)
    expect(() => two.setException(new Error('no'))).toThrow(closed)
    expect(String(two.exception())).toBe('Error: no')
    // With nobody to tell there is nothing wrong.
    const three = closedWith(() => {})
    three.setResult(3)
    expect(three.result()).toBe(3)
    expect(() => three.addDoneCallback(() => {})).toThrow(closed)
  })

  test('settles for native code that awaits it', async () => {
    const promises: Promise<unknown>[] = []
    const natively = (future: Future<number>) =>
      promises.push(future.then((value) => ['gave', value], String))
    closedWith(natively).setResult(1)
    closedWith(natively).setException(new Error('no'))
    closedWith(natively).cancel('enough')
    expect(await Promise.all(promises)).toEqual([['gave', 1], 'Error: no', 'CancelledError: enough'])
  })

  test('that is settled from within, late, disturbs nobody', () => {
    const loop = newEventLoop({ host: new TestHost() })
    const task = loop.createTask(work('left'))
    loop.close()
    expect(task.cancel()).toBe(true)
    expect(task.done()).toBe(false)
  })
})

test('native code that awaits a future that holds itself gets a TypeError, not an endless loop', async () => {
  await virtual(async (loop, complete) => {
    const future = loop.createFuture<unknown>()
    const awaited = future.then(
      () => 'gave',
      (error: unknown) => String(error),
    )
    future.setResult(future)
    await complete(sleep(1))
    expect(await awaited).toEqual(expect.stringContaining('Chaining cycle detected'))
    expect(await Promise.resolve(future).catch(String)).toContain('Chaining cycle detected')
    loop.close()
  })
})

describe('a list of awaitables', () => {
  test('is whatever can be gone through: a Map’s values, an iterator helper, a generator of tasks', () => {
    runVirtual(function* main() {
      const tasks = () => new Map(['a', 'b'].map((name) => [name, createTask(work(name))]))
      const each = function* () {
        yield* tasks().values() as unknown as Iterable<never>
      }
      expect(yield* gather(tasks().values())).toEqual(['a', 'b'])
      expect(yield* gather(new Set(tasks().values()))).toEqual(['a', 'b'])
      for (const list of [() => tasks().values(), each as never as () => Iterable<Task<string>>]) {
        const [done] = yield* wait(list())
        expect([...done].map((task) => task.result())).toEqual(['a', 'b'])
        const seen: string[] = []
        for (const next of asCompleted(list())) seen.push(yield* next)
        expect(seen).toEqual(['a', 'b'])
        expect(yield* race(list())).toBe('a')
      }
    })
  })

  test('is no coroutine, be it one of a generator', () => {
    runVirtual(function* main() {
      const waiting = function* () {
        yield* sleep(5)
      }
      expect(() => wait(work('x') as never)).toThrow('Expected a list of futures, got a Coroutine')
      expect(() => wait(waiting() as never)).toThrow(
        'Expected a list of futures, got a coroutine: make a task of it with createTask()',
      )
      expect(() => asCompleted(waiting() as never)).toThrow('Expected a list of awaitables, got a coroutine')
      expect(() => wait(new Future() as never)).toThrow('Expected a list of futures, got a Future')
      yield* sleep(0)
    })
  })
})

describe('a callback may be given its context', () => {
  test('by whatever schedules it; it is run in that very one', () => {
    const user = new ContextVar('user', { default: 'nobody' })
    runVirtual(function* main() {
      const loop = getRunningLoop()
      const context = copyContext()
      const log: unknown[] = []
      const note = (...args: string[]) => {
        log.push([...args, user.get()])
        user.set(args.join(' '))
      }
      const handle = loop.callSoon({ context }, note, 'soon', 'x')
      loop.callSoonThreadsafe({ context }, note, 'threadsafe')
      loop.callLater(1, { context }, note, 'later')
      loop.callAt(loop.time() + 2, { context }, note, 'at')
      loop.callSoon({}, note, 'plain')
      expect(handle.getContext()).toBe(context)
      yield* sleep(5)
      expect(log).toEqual([
        ['soon', 'x', 'nobody'],
        ['threadsafe', 'soon x'],
        ['plain', 'nobody'],
        ['later', 'threadsafe'],
        ['at', 'later'],
      ])
      expect([user.get(), context.get(user)]).toEqual(['nobody', 'at'])
    })
  })

  test('and a main its own', async () => {
    const user = new ContextVar('user', { default: 'nobody' })
    const context = new Context()
    await using runner = new Runner()
    const main = function* () {
      user.set(`${user.get()}!`)
      return user.get()
    }
    expect(await runner.run(main, { context })).toBe('nobody!')
    expect(await runner.run(main, { context })).toBe('nobody!!')
    expect(await runner.run(main)).toBe('nobody!')
    expect(context.get(user)).toBe('nobody!!')
  })
})

describe('cancelling', () => {
  test('counts every request, however many', () => {
    runVirtual(function* main() {
      const task = createTask(sleep(5))
      const many = 4_200_000
      for (let n = 0; n < many; n++) task.cancel()
      expect(task.cancelling()).toBe(many)
      for (let n = many; n > 4_190_000; n--) task.uncancel()
      expect(task.cancelling()).toBe(4_190_000)
      expect(task.cancel()).toBe(true)
      expect(task.uncancel()).toBe(4_190_000)
      yield* wait([task])
      expect(task.cancelled()).toBe(true)
    })
  })

  test('reaches the end of a chain of tasks of any length, and all of it ends', () => {
    runVirtual(function* main() {
      const log: string[] = []
      const chained = function* (inner: Future<unknown>): Generator<Future<unknown> | undefined, unknown> {
        return yield* inner
      }
      const innermost = createTask(
        (function* () {
          try {
            yield* sleep(1000)
          } finally {
            log.push('cleaned up')
          }
        })(),
      )
      let outermost: Future<unknown> = innermost
      for (let n = 0; n < 100_000; n++) outermost = createTask(chained(outermost))
      yield* sleep(1)
      expect(outermost.cancel('all of it')).toBe(true)
      yield* wait([outermost])
      expect([log, outermost.cancelled(), innermost.cancelled(), getRunningLoop().time()]).toEqual([
        ['cleaned up'],
        true,
        true,
        1,
      ])
      expect(() => outermost.result()).toThrow('all of it')
    })
  })

  test('of a chain whose end has ended already comes at the next step', () => {
    runVirtual(function* main() {
      const future = new Future<string>()
      const inner = createTask(
        (function* () {
          return yield* future
        })(),
      )
      const outer = createTask(
        (function* () {
          return yield* inner
        })(),
      )
      yield* sleep(1)
      future.setResult('just in time')
      outer.cancel()
      yield* wait([outer])
      expect([inner.cancelled(), outer.cancelled(), outer.cancelling(), inner.cancelling()]).toEqual([
        true,
        true,
        1,
        1,
      ])
    })
  })
})

describe('a coroutine that awaits itself', () => {
  test('is told that it is being awaited already', () => {
    runVirtual(function* main() {
      const outcome = function* (make: (self: () => Coroutine<unknown>) => Coroutine<unknown>) {
        const coro: Coroutine<unknown> = make(() => coro)
        try {
          yield* coro
        } catch (error) {
          return String(error)
        }
        return 'no error'
      }
      const narcissus = coroutine(function* narcissus(self: () => Coroutine<unknown>) {
        yield* self()
      })
      const later = coroutine(function* later(self: () => Coroutine<unknown>) {
        yield* sleep(1)
        yield* self()
      })
      const within = coroutine(function* within(self: () => Coroutine<unknown>) {
        yield* (function* () {
          yield* self()
        })()
      })
      const byHand = coroutine(function* byHand(self: () => Coroutine<unknown>) {
        work('by hand').next()
        yield* self()
      })
      expect(yield* outcome(narcissus)).toBe("RuntimeError: coroutine 'narcissus' is being awaited already")
      expect(yield* outcome(later)).toBe("RuntimeError: coroutine 'later' is being awaited already")
      expect(yield* outcome(within)).toBe("RuntimeError: coroutine 'within' is being awaited already")
      expect(yield* outcome(byHand)).toBe("RuntimeError: coroutine 'byHand' is being awaited already")
    })
  })
})

test('what nobody retrieved is reported by the name of its class', () => {
  class Reply<T> extends Future<T> {}
  class Job<T> extends Task<T> {}
  const messages: string[] = []
  runVirtual(
    function* main() {
      new Reply<void>().setException(new Error('lost'))
      new Job(
        (function* () {
          throw new Error('lost, too')
        })(),
      )
      yield* sleep(1)
    },
    (loop) => loop.setExceptionHandler((_, context) => messages.push(context.message)),
  )
  expect(messages).toEqual(['Reply exception was never retrieved', 'Job exception was never retrieved'])
})

test('the inspector shows a line, not the insides', () => {
  runVirtual(function* main() {
    const counting = asyncGenerator(function* counting() {
      yield* emit(1)
    })
    const things = {
      loop: getRunningLoop(),
      context: copyContext(),
      variable: new ContextVar('user', { default: 'nobody' }),
      token: new ContextVar('user').set('ada'),
      group: new TaskGroup(),
      stack: new AsyncExitStack(),
      completed: asCompleted([sleep(1)]),
      generator: counting(),
      coroutine: work('x'),
      runner: new Runner(),
      handle: getRunningLoop().callSoon(() => {}),
      future: new Future(),
    }
    const lines = Object.fromEntries(Object.entries(things).map(([name, thing]) => [name, inspected(thing)]))
    expect(lines).toEqual({
      loop: '<EventLoop running=true closed=false debug=false>',
      context: '<Context of 0 variables>',
      variable: "<ContextVar name='user' default='nobody'>",
      token: "<Token of <ContextVar name='user'>>",
      group: '<TaskGroup>',
      stack: '<AsyncExitStack of 0 exits>',
      completed: '<AsCompleted 1 left, 0 arrived>',
      generator: '<async generator counting>',
      coroutine: '<coroutine work>',
      runner: '<Runner created>',
      handle: '<Handle <anonymous>()>',
      future: '<Future pending>',
    })
    expect(String(things.loop)).toBe(lines.loop)
    yield* sleep(2)
  })
})
