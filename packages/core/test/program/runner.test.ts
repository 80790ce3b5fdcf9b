import {
  asyncGenerator,
  ContextVar,
  copyContext,
  coroutine,
  createTask,
  currentTask,
  type EventLoop,
  emit,
  gather,
  getEventLoop,
  getRunningLoop,
  type Main,
  newEventLoop,
  Runner,
  run,
  runMain,
  setEventLoop,
  sleep,
} from '@acoro/core'
import { afterEach, describe, expect, test } from 'vitest'

const value = coroutine(function* value() {
  yield* sleep(1)
  return 42
})

describe('run', () => {
  test('takes a generator function, a coroutine, a generator or any awaitable', async () => {
    const own = {
      *[Symbol.iterator]() {
        return yield* value()
      },
    }
    expect(await Promise.all([run(value), run(value()), run(own)])).toEqual([42, 42, 42])
    expect(
      await run(
        (function* () {
          return 'generator'
        })(),
      ),
    ).toBe('generator')
  })

  test('a plain function is called in the loop, so it may gather and create tasks', async () => {
    expect(await run(() => gather(value(), value()))).toEqual([42, 42])
    const user = new ContextVar<string>('user')
    const runner = new Runner({ loopFactory: newEventLoop })
    const context = copyContext()
    context.run(() => user.set('ada'))
    const seen = await runner.run(
      () => {
        expect(getRunningLoop()).toBe(runner.getLoop())
        expect(currentTask()).toBeNull()
        return gather(createTask(value()), sleep(1, user.get()))
      },
      { context },
    )
    await runner.close()
    expect(seen).toEqual([42, 'ada'])
    await expect(
      run(() => {
        throw undefined
      }),
    ).rejects.toBe(undefined)
  })

  test('refuses what is no main, and to be called inside a loop', async () => {
    await expect(run(5 as never)).rejects.toThrow(
      'Expected a generator function (function*) or an awaitable, got the number 5',
    )
    await expect(run((async () => 1) as never)).rejects.toThrow('which returned a Promise')
    const inside = await run(function* main() {
      const failing = run(value)
      failing.catch(() => {})
      yield* sleep(0)
      return { failing }
    })
    await expect(inside.failing).rejects.toThrow('run() cannot be called from a running event loop')
  })

  test('cancels and awaits what is left, closes generators and the loop, and reports errors of the rest', async () => {
    const log: string[] = []
    let loop: EventLoop | undefined
    const numbers = asyncGenerator(function* numbers() {
      try {
        yield* emit(1)
      } finally {
        log.push('generator closed')
      }
    })
    const begun = numbers()
    const result = await run(
      function* main() {
        loop = getRunningLoop()
        loop.setExceptionHandler((_, { message, exception }) => log.push(`${message}: ${exception}`))
        createTask(
          (function* () {
            try {
              yield* sleep(60_000)
            } catch (error) {
              yield* sleep(1)
              log.push((error as Error).name)
              throw new Error('in clean-up')
            }
          })(),
        )
        yield* begun.anext()
        yield* sleep(1)
        return 'main'
      },
      { debug: false },
    )
    // Held until here: one that is collected is closed at once.
    expect(String(begun)).toContain('numbers')
    expect([result, loop?.isClosed()]).toEqual(['main', true])
    expect(log).toEqual([
      'CancelledError',
      'unhandled exception during run() shutdown: Error: in clean-up',
      'generator closed',
    ])
  })

  test('rejects with the very error of main, and takes a loop factory', async () => {
    const error = new Error('mine')
    await expect(
      run(function* main() {
        throw error
      }),
    ).rejects.toBe(error)
    const loop = newEventLoop()
    expect(
      await run(
        function* main() {
          return getRunningLoop() === loop && loop.getDebug()
        },
        { loopFactory: () => loop, debug: true },
      ),
    ).toBe(true)
  })
})

describe('what main returns', () => {
  const rejection = (promise: Promise<unknown>) =>
    promise.then(
      () => 'no error',
      (error) => String(error),
    )

  test('is refused if it has to be awaited: a promise would wait for it for ever', async () => {
    const log: string[] = []
    const messages: string[] = []
    const mains: [string, Main<unknown>][] = [
      ['a gather', () => gathering()],
      ['a task', () => returning(() => createTask(value(), { name: 'child' }))],
      ['itself', () => returning(currentTask)],
      ['a coroutine', () => returning(value)],
      ['a future that is done', () => returning(doneFuture)],
    ]
    function* gathering() {
      createTask(
        (function* () {
          try {
            yield* sleep(60_000)
          } finally {
            log.push('cleaned up')
          }
        })(),
      )
      yield* sleep(0)
      return gather(sleep(60_000), sleep(60_000))
    }
    function* returning(make: () => unknown) {
      return make()
    }
    function doneFuture() {
      const future = getRunningLoop().createFuture<number>()
      future.setResult(5)
      return future
    }
    for (const [what, main] of mains) {
      let loop: EventLoop | undefined
      const loopFactory = () => {
        loop = newEventLoop()
        loop.setExceptionHandler((_, context) => log.push(`${context.message}: ${context.exception}`))
        return loop
      }
      messages.push(`${what}: ${await rejection(run(main, { loopFactory }))}`)
      log.push(`closed: ${loop?.isClosed()}`)
    }
    const tail = ', which nobody has awaited: `return yield* …`'
    expect(messages.map((message) => message.replace(/Task-\d+/, 'Task-N'))).toEqual([
      `a gather: TypeError: Expected coroutine() to return a value, got gather of 2 (2 pending)${tail}`,
      `a task: TypeError: Expected coroutine() to return a value, got task 'child'${tail}`,
      `itself: TypeError: Expected coroutine() to return a value, got task 'Task-N'${tail}`,
      `a coroutine: TypeError: Expected coroutine() to return a value, got the coroutine value()${tail}`,
      `a future that is done: TypeError: Expected coroutine() to return a value, got a future${tail}`,
    ])
    expect(log).toEqual(['cleaned up', ...mains.map(() => 'closed: true')])
  })

  test('is refused by a runner and a loop alike, which go on', async () => {
    const main = coroutine(function* main() {
      return gather(sleep(1))
    })
    await using runner = new Runner()
    expect(await rejection(runner.run(main))).toContain('Expected main() to return a value, got gather of 1')
    expect(await runner.run(value)).toBe(42)
    const loop = newEventLoop()
    const outer = loop.createFuture<unknown>()
    outer.setResult(loop.createFuture<void>())
    expect(await rejection(loop.runUntilComplete(outer))).toContain('Expected a future to return a value')
    expect(await loop.runUntilComplete(value())).toBe(42)
    loop.close()
  })

  test('may be a promise, even of what the end of the run cancels; a generator is a value', async () => {
    expect(
      await run(function* main() {
        return Promise.resolve('kept')
      }),
    ).toBe('kept')
    const late = run(function* main() {
      const task = createTask(sleep(60_000), { name: 'promised' })
      return (async () => await task)()
    })
    expect(await rejection(late)).toBe('CancelledError')
    expect(await rejection(run(() => failing()))).toBe('Error: in the promise')
    function* failing() {
      const failed = Promise.reject(new Error('in the promise'))
      createTask(sleep(60_000))
      return failed
    }
    const numbers = await run(function* main() {
      return [1, 2].values()
    })
    expect([...numbers]).toEqual([1, 2])
  })
})

describe('options that are none', () => {
  test('are refused by name', async () => {
    for (const [call, message] of [
      [() => run(value, 5 as never), 'Expected the options of run() as an object'],
      [() => run(value, { debug: 'yes' as never }), 'Expected the option debug of run() to be true or false'],
      [
        () => run(value, { loopFactory: () => undefined as never }),
        'Expected loopFactory() to return an event loop, got undefined',
      ],
      [() => new Runner().run(value, { context: 5 as never }), 'Expected the option context of Runner.run()'],
      [() => runMain(value, { grace: '1 s' as never }), 'Expected the option grace of runMain()'],
      [() => runMain(value, { grace: Number.NaN }), 'the option grace of runMain() in milliseconds'],
    ] as const) {
      await expect(call()).rejects.toThrow(message)
    }
    expect(() => new Runner({ handleSignals: 1 as never })).toThrow(
      'Expected the option handleSignals of Runner() to be true or false, got the number 1',
    )
  })

  test('while a context that is one is run in', async () => {
    const who = new ContextVar('who', { default: 'nobody' })
    const context = copyContext()
    context.run(() => who.set('ada'))
    await using runner = new Runner()
    const main = function* () {
      return who.get()
    }
    expect([await runner.run(main, { context }), await runner.run(main)]).toEqual(['ada', 'nobody'])
  })
})

describe('Runner', () => {
  test('runs several mains on one loop and in one context', async () => {
    const count = new ContextVar('count', { default: 0 })
    const next = function* () {
      count.set(count.get() + 1)
      return [count.get(), getRunningLoop()] as const
    }
    const runner = new Runner()
    const [one, loop] = await runner.run(next)
    const [two, same] = await runner.run(next)
    expect([one, two, loop === same, runner.getLoop() === loop]).toEqual([1, 2, true, true])
    await runner.close()
    await runner.close()
    await expect(runner.run(next)).rejects.toThrow('Runner is closed')
    expect(() => runner.getLoop()).toThrow('Runner is closed')
    expect(count.get()).toBe(0)
  })
})

describe('the loop in force', () => {
  afterEach(() => setEventLoop(null))

  test('is the running one, else the one set, else a new one that is set', async () => {
    const made = getEventLoop()
    expect(getEventLoop()).toBe(made)
    const mine = newEventLoop()
    setEventLoop(mine)
    expect(getEventLoop()).toBe(mine)
    await run(function* main() {
      expect(getEventLoop()).toBe(getRunningLoop())
      expect(getEventLoop()).not.toBe(mine)
    })
    mine.close()
    expect(getEventLoop()).not.toBe(mine)
    expect(() => setEventLoop(5 as never)).toThrow('Expected an event loop or null, got the number 5')
  })
})
