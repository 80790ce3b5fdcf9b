import { fromPromise } from '@acoro/compat'
import {
  type Awaitable,
  allTasks,
  asyncGenerator,
  CancelledError,
  coroutine,
  createTask,
  DeadlockError,
  emit,
  gather,
  getRunningLoop,
  run,
  sleep,
  type Task,
  TimeoutError,
  timeout,
} from '@acoro/core'
import { trackExternal } from '@acoro/core/lowlevel'
import { installGlobals, VirtualLoop } from '@acoro/testing'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'

const wait = coroutine(function* wait(name: string, ms: number, log: string[] = []) {
  log.push(`${name} waits ${ms}`)
  yield* sleep(ms)
  log.push(`${name} is back at ${getRunningLoop().time()}`)
  return name
})

const forEver = coroutine(function* forEver() {
  yield* getRunningLoop().createFuture<never>()
})

describe('runSync', () => {
  it('gives the value of main at once, however long it sleeps', () => {
    const loop = new VirtualLoop()
    const value = loop.runSync(function* () {
      yield* sleep(3_600_000)
      return 'an hour later'
    })
    expect([value, loop.time()]).toEqual(['an hour later', 3_600_000])
  })

  it('takes the time of the longest of several sleeps', () => {
    const loop = new VirtualLoop()
    const log: string[] = []
    loop.runSync(function* main() {
      const tasks = [createTask(wait('first', 1000, log)), createTask(wait('second', 2000, log))]
      tasks.push(createTask(wait('third', 4000, log)))
      yield* gather(tasks)
    })
    expect(log).toEqual([
      'first waits 1000',
      'second waits 2000',
      'third waits 4000',
      'first is back at 1000',
      'second is back at 2000',
      'third is back at 4000',
    ])
    expect(loop.time()).toBe(4000)
  })

  it('takes a coroutine, a future and an error as they are', () => {
    const loop = new VirtualLoop()
    expect(loop.runSync(wait('coroutine', 5))).toBe('coroutine')
    const future = loop.createFuture<number>()
    loop.callLater(1, () => future.setResult(42))
    expect(loop.runSync(future)).toBe(42)
    const fail = function* () {
      yield* sleep(1)
      throw new RangeError('of main')
    }
    expect(() => loop.runSync(fail)).toThrow(new RangeError('of main'))
  })

  it('goes on at the time where the last run ended', () => {
    const loop = new VirtualLoop()
    loop.runSync(sleep(10))
    loop.runSync(sleep(5))
    expect(loop.time()).toBe(15)
  })

  it('runs in the same order as the real loop', async () => {
    const program = (log: string[]) =>
      function* main() {
        const loop = getRunningLoop()
        const step = coroutine(function* step(name: string, times: number) {
          for (let n = 0; n < times; n++) {
            log.push(`${name}${n}`)
            yield* sleep(0)
          }
          return name
        })
        loop.callSoon(() => log.push('soon'))
        const a = createTask(step('a', 3))
        a.addDoneCallback(() => log.push('a is done'))
        loop.callLater(0, () => log.push('later'))
        const b = createTask(step('b', 2))
        b.cancel()
        yield* gather([a, b], { returnExceptions: true })
        yield* gather(step('c', 2), step('d', 1))
      }
    const virtual: string[] = []
    const real: string[] = []
    new VirtualLoop().runSync(program(virtual))
    await run(program(real))
    expect(virtual).toEqual(real)
    expect(virtual.length).toBeGreaterThan(8)
  })

  it('fires timers at their exact time, by time and then by registration, fractions included', () => {
    const delay = fc.oneof(fc.integer({ min: 1, max: 5 }), fc.double({ min: 0.001, max: 1e6, noNaN: true }))
    fc.assert(
      fc.property(fc.array(delay, { minLength: 1 }), (delays) => {
        const loop = new VirtualLoop()
        const fired: [number, number][] = []
        delays.forEach((ms, index) => {
          loop.callLater(ms, () => fired.push([loop.time(), index]))
        })
        loop.runSync(sleep(1e7))
        const expected = delays.map((ms, index): [number, number] => [ms, index])
        expected.sort(([a, i], [b, j]) => a - b || i - j)
        expect(fired).toEqual(expected)
      }),
    )
  })

  it('cancels and awaits what main left over, and closes its async generators', () => {
    const loop = new VirtualLoop()
    const log: string[] = []
    const numbers = asyncGenerator(function* numbers() {
      try {
        yield* emit(1)
      } finally {
        yield* sleep(10)
        log.push(`generator closed at ${getRunningLoop().time()}`)
      }
    })
    const left = coroutine(function* left() {
      try {
        yield* sleep(1000)
      } finally {
        yield* sleep(5)
        log.push(`cleaned up at ${getRunningLoop().time()}`)
      }
    })
    loop.runSync(function* () {
      createTask(left())
      yield* numbers().anext()
      yield* sleep(1)
    })
    expect(log).toEqual(['cleaned up at 6', 'generator closed at 16'])
    expect(allTasks(loop).size).toBe(0)
  })

  it('reports the error a left-over task ended with', () => {
    const loop = new VirtualLoop()
    const seen: unknown[] = []
    loop.setExceptionHandler((_loop, context) => seen.push([context.message, context.exception]))
    loop.runSync(function* () {
      createTask(
        (function* () {
          try {
            yield* sleep(1000)
          } finally {
            // biome-ignore lint/correctness/noUnsafeFinally: the mistake under test.
            throw new Error('in cleanup')
          }
        })(),
      )
      yield* sleep(1)
    })
    expect(seen).toEqual([['unhandled exception during run() shutdown', new Error('in cleanup')]])
  })

  it('runs timeouts in virtual time', () => {
    const loop = new VirtualLoop()
    const late = function* () {
      yield* timeout(250, forEver)
    }
    expect(() => loop.runSync(late)).toThrow(TimeoutError)
    expect(loop.time()).toBe(250)
  })
})

describe('a run that cannot go on', () => {
  it('is a DeadlockError that names who waits, and everything is cancelled', () => {
    const loop = new VirtualLoop()
    const log: string[] = []
    const stuck = coroutine(function* stuck() {
      try {
        yield* forEver()
      } catch (error) {
        log.push((error as Error).name)
        throw error
      }
    })
    const deadlocked = () =>
      loop.runSync(function* () {
        createTask(stuck(), { name: 'waiter' })
        yield* sleep(30)
        yield* forEver()
      })
    expect(deadlocked).toThrow(DeadlockError)
    expect(log).toEqual(['CancelledError'])
    expect(allTasks(loop).size).toBe(0)
    expect(deadlocked).toThrow(/^deadlock at 60 ms: 2 tasks wait for what nothing will finish\n/)
    expect(loop.runSync(wait('usable', 1))).toBe('usable')
  })

  it('is a DeadlockError also where main sleeps for ever', () => {
    expect(() => new VirtualLoop().runSync(sleep(Infinity))).toThrow(DeadlockError)
  })

  it('says that it deadlocked, not what went wrong in cleaning up', () => {
    const loop = new VirtualLoop()
    const stubborn = function* () {
      try {
        yield* forEver()
      } finally {
        yield* forEver()
      }
    }
    expect(() => loop.runSync(stubborn)).toThrow(/^deadlock at 0 ms: 1 task waits/)
  })

  it('is stopped at the step limit where a task spins, and says which', () => {
    const loop = new VirtualLoop({ stepLimit: 1000 })
    const spin = function* spin() {
      for (;;) yield* sleep(0)
    }
    expect(() => loop.runSync(spin)).toThrow(
      /^Not done after 1000 steps, at 0 ms\. Ready to run again:\n {2}<Task .*\n {6}at spin \(.*virtual-loop\.test\.ts:/,
    )
    expect(loop.runSync(wait('usable', 1))).toBe('usable')
  })

  it('is stopped at the step limit where timers follow one another for ever', () => {
    const loop = new VirtualLoop({ stepLimit: 1000 })
    const tick = coroutine(function* tick() {
      for (;;) yield* sleep(1)
    })
    const program = function* () {
      createTask(tick(), { name: 'ticker' })
      yield* forEver()
    }
    expect(() => loop.runSync(program)).toThrow(/^Not done after 1000 steps, at \d+ ms\. /)
  })

  it('is stopped at the step limit by advance and by runAsync too', async () => {
    const loop = new VirtualLoop({ stepLimit: 1000 })
    const spin = function* () {
      for (;;) yield* sleep(0)
    }
    await expect(loop.runAsync(spin)).rejects.toThrow(/^Not done after 1000 steps/)
    loop.createTask(spin())
    expect(() => loop.advance(1)).toThrow(/^Not done after 1000 steps/)
  })

  it('does not wait for promises in flight, and says what does', () => {
    const loop = new VirtualLoop()
    const program = function* () {
      const external = trackExternal(loop, 'the promise of fetchPage')
      try {
        yield* sleep(10)
      } finally {
        external.end()
      }
    }
    expect(() => loop.runSync(program)).toThrow(
      'runSync() cannot wait for what is under way outside the loop: the promise of fetchPage. ' +
        'Use `await loop.runAsync(main)` (or runUntilComplete): it waits for just that before it lets time pass',
    )
    expect(loop.time()).toBe(0)
    trackExternal(loop, 'a promise')
    loop.callLater(5, () => {})
    expect(() => loop.advance(10)).toThrow(/^advance\(\) cannot wait for .*: a promise\./)
  })

  it('lets time pass beside a silent socket, but cannot wait for it', async () => {
    const loop = new VirtualLoop()
    const program = function* () {
      trackExternal(loop, 'socket of 192.0.2.1:80', { transient: false })
      yield* sleep(10)
      yield* forEver()
    }
    const message = /^Nothing is left to run at 10 ms but .*: socket of 192\.0\.2\.1:80\. .* MemoryNetwork/
    expect(() => loop.runSync(program)).toThrow(message)
    await expect(new VirtualLoop().runAsync(sleep(10))).resolves.toBeUndefined()
  })
})

describe('advance', () => {
  it('runs what is due until then, the last instant included, each at its own time', () => {
    const loop = new VirtualLoop()
    const log: string[] = []
    loop.createTask(wait('a', 100, log))
    loop.callLater(50, () => log.push(`b at ${loop.time()}`))
    loop.advance(99)
    expect([log, loop.time()]).toEqual([['a waits 100', 'b at 50'], 99])
    loop.advance(1)
    expect([log.at(-1), loop.time()]).toEqual(['a is back at 100', 100])
  })

  it('runs what becomes due on the way', () => {
    const loop = new VirtualLoop()
    const at: number[] = []
    const tick = () => {
      at.push(loop.time())
      loop.callLater(10, tick)
    }
    loop.callLater(10, tick)
    loop.advance(35)
    expect([at, loop.time()]).toEqual([[10, 20, 30], 35])
    loop.advanceTo(40)
    expect(at).toEqual([10, 20, 30, 40])
  })

  it('of nothing, like runReady, runs what is ready and due now', () => {
    const loop = new VirtualLoop()
    const log: string[] = []
    loop.callSoon(() => {
      log.push('soon')
      loop.callSoon(() => log.push('and next'))
    })
    loop.callLater(1, () => log.push('later'))
    loop.runReady()
    expect(log).toEqual(['soon', 'and next'])
    loop.advance(0)
    expect([log.length, loop.time()]).toEqual([2, 0])
  })

  it('leaves tasks waiting, for the next time', () => {
    const loop = new VirtualLoop()
    const task = loop.createTask(wait('a', 10))
    loop.runReady()
    expect(task.done()).toBe(false)
    loop.advance(10)
    expect(task.result()).toBe('a')
  })

  it.each([
    [-1, 'Expected the time to advance by, 0 ms or more and finite, got -1'],
    [Infinity, 'Expected the time to advance by, 0 ms or more and finite, got Infinity'],
    [Number.NaN, 'Expected the time to advance by in milliseconds, a number, got NaN'],
  ])('refuses %d', (delay, message) => {
    expect(() => new VirtualLoop().advance(delay)).toThrow(new RangeError(message))
  })

  it('to a time in the past is refused', () => {
    const loop = new VirtualLoop()
    loop.advance(10)
    expect(() => loop.advanceTo(9)).toThrow(
      new RangeError('Expected a time to advance to from 10 ms on and finite, got 9'),
    )
    expect(() => loop.advanceTo(Number.NaN)).toThrow(RangeError)
  })
})

describe('runAsync', () => {
  it('waits for promises in flight, and only for those, before time passes', async () => {
    const loop = new VirtualLoop()
    const log: string[] = []
    const later = (turns: number, settle: () => void) =>
      turns === 0 ? settle() : void setImmediate(() => later(turns - 1, settle))
    const promised = coroutine(function* promised() {
      const external = trackExternal(loop, 'a promise')
      const future = loop.createFuture<void>()
      later(20, () => {
        external.end()
        future.setResult()
      })
      yield* future
      log.push(`settled at ${loop.time()}`)
    })
    await loop.runAsync(function* () {
      yield* gather(promised(), wait('a', 1000, log))
    })
    expect(log).toEqual(['a waits 1000', 'settled at 0', 'a is back at 1000'])
  })

  it('gives a promise its time before a timeout beside it, by fromPromise', async () => {
    const loop = new VirtualLoop()
    const slow = () =>
      new Promise<string>((resolve) => setImmediate(() => setImmediate(() => resolve('answer'))))
    const answer = await loop.runAsync(function* () {
      return yield* timeout(1000, fromPromise(slow))
    })
    expect([answer, loop.time()]).toEqual(['answer', 0])
    expect(() =>
      new VirtualLoop().runSync(function* () {
        yield* timeout(1000, fromPromise(slow))
      }),
    ).toThrow(/^runSync\(\) cannot wait for .*: the promise of slow\. Use `await loop\.runAsync\(main\)`/)
  })

  it('lets chains of promises run to their end before time passes', async () => {
    const loop = new VirtualLoop()
    const log: string[] = []
    const chain = async () => {
      for (let n = 0; n < 50; n++) await null
      log.push(`chained at ${loop.time()}`)
    }
    await loop.runAsync(function* () {
      void chain()
      yield* sleep(1)
      log.push(`slept until ${loop.time()}`)
    })
    expect(log).toEqual(['chained at 0', 'slept until 1'])
  })

  it('cleans up like runSync, and gives main its result or error', async () => {
    const loop = new VirtualLoop()
    const log: string[] = []
    const left = coroutine(function* left() {
      try {
        yield* sleep(1000)
      } finally {
        yield* sleep(5)
        log.push(`cleaned up at ${loop.time()}`)
      }
    })
    const main = function* () {
      createTask(left())
      yield* sleep(1)
      return 'done'
    }
    expect(await loop.runAsync(main)).toBe('done')
    expect(log).toEqual(['cleaned up at 6'])
    await expect(
      loop.runAsync(function* () {
        createTask(left())
        yield* sleep(1)
        throw new RangeError('of main')
      }),
    ).rejects.toThrow(new RangeError('of main'))
    expect(log).toEqual(['cleaned up at 6', 'cleaned up at 12'])
  })

  it('rejects with DeadlockError where all wait for what nothing will finish', async () => {
    const loop = new VirtualLoop()
    await expect(loop.runAsync(forEver)).rejects.toThrow(DeadlockError)
    await expect(loop.runUntilComplete(forEver())).rejects.toThrow(/^deadlock at 0 ms: 1 task waits/)
    loop.close()
  })

  it('loses patience with a promise that nobody settles', async () => {
    const loop = new VirtualLoop({ patience: 1 })
    await expect(
      loop.runAsync(function* () {
        trackExternal(loop, 'the promise of forgotten')
        yield* forEver()
      }),
    ).rejects.toThrow(
      'never settled: the promise of forgotten. No timer waits, no input or output is under way, and nothing has ' +
        'come for 1 ms of real time. If something is to come, say so: new VirtualLoop({ patience })',
    )
  })

  it('wakes for what comes from outside without having been announced', async () => {
    const loop = new VirtualLoop()
    const future = loop.createFuture<string>()
    const result = loop.runAsync(future)
    void Promise.resolve().then(() => future.setResult('from outside'))
    expect(await result).toBe('from outside')
  })
})

describe('the interface of every loop', () => {
  it('runForever lasts until stop, and waits in silence for somebody outside', async () => {
    const loop = new VirtualLoop()
    const log: string[] = []
    loop.callLater(20, () => log.push(`a timer at ${loop.time()}`))
    const running = loop.runForever()
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)))
    expect([log, loop.isRunning()]).toEqual([['a timer at 20'], true])
    loop.callSoonThreadsafe(() => loop.stop())
    await running
    expect(loop.isRunning()).toBe(false)
  })

  it('run() takes it as loopFactory', async () => {
    const loop = new VirtualLoop()
    expect(await run(wait('a', 60_000), { loopFactory: () => loop })).toBe('a')
    expect([loop.time(), loop.isClosed()]).toEqual([60_000, true])
  })

  it('a cancelled main is a CancelledError', () => {
    const loop = new VirtualLoop()
    const cancelled = function* () {
      const self: Task<unknown> = [...allTasks()][0] as Task<unknown>
      self.cancel('enough')
      yield* sleep(1)
    }
    expect(() => loop.runSync(cancelled)).toThrow(expect.objectContaining({ message: 'enough' }))
    expect(() => loop.runSync(cancelled)).toThrow(CancelledError)
  })

  it('stop() ends a run before main is done', () => {
    const loop = new VirtualLoop()
    expect(() =>
      loop.runSync(function* () {
        loop.stop()
        yield* sleep(10)
      }),
    ).toThrow('Event loop stopped before Future completed.')
  })

  it('`using` closes it', () => {
    const seen: string[] = []
    let kept: VirtualLoop
    {
      using loop = new VirtualLoop()
      kept = loop
      loop.setExceptionHandler((_loop, context) => seen.push(context.message))
      loop.runSync(function* () {
        getRunningLoop().createFuture().setException(new Error('unseen'))
        yield* sleep(1)
      })
    }
    expect([kept.isClosed(), seen]).toEqual([true, ['Future exception was never retrieved']])
  })
})

describe('bad input', () => {
  it('a loop cannot be run from inside itself', () => {
    const loop = new VirtualLoop()
    const inside = (again: () => unknown) => () =>
      loop.runSync(function* () {
        yield* sleep(0)
        again()
      })
    const message = (what: string) =>
      `${what}() cannot be called while the loop runs: inside of it, \`yield* sleep(ms)\` lets time pass`
    expect(inside(() => loop.runSync(sleep(1)))).toThrow(message('runSync'))
    expect(inside(() => loop.advance(1))).toThrow(message('advance'))
    expect(inside(() => loop.advanceTo(1000))).toThrow(message('advanceTo'))
    expect(inside(() => loop.runReady())).toThrow(message('runReady'))
  })

  it('nor from inside another loop, nor once closed', async () => {
    const loop = new VirtualLoop()
    const body = function* () {
      yield* sleep(0)
      loop.runSync(sleep(1))
    }
    expect(() => new VirtualLoop().runSync(body)).toThrow(
      /^Cannot run the event loop while another loop is running/,
    )
    expect(allTasks(loop).size).toBe(0)
    loop.close()
    expect(() => loop.runSync(sleep(1))).toThrow(/^Event loop is closed/)
    await expect(loop.runAsync(sleep(1))).rejects.toThrow(/^Event loop is closed/)
  })

  it('main has to be something to await', () => {
    const loop = new VirtualLoop()
    expect(() => loop.runSync(42 as unknown as Awaitable<void>)).toThrow(
      'Expected a generator function (function*) or an awaitable, got the number 42',
    )
    expect(() => loop.runSync((() => 5) as unknown as () => Awaitable<void>)).toThrow(TypeError)
    expect(loop.runSync(wait('usable', 1))).toBe('usable')
  })

  it.each([0, -1, Number.NaN])('a step limit or a patience of %d is refused', (value) => {
    expect(() => new VirtualLoop({ stepLimit: value })).toThrow(
      new RangeError(`Expected the option stepLimit of VirtualLoop() to be a number above 0, got ${value}`),
    )
    expect(() => new VirtualLoop({ patience: value })).toThrow(
      new RangeError(`Expected the option patience of VirtualLoop() to be a number above 0, got ${value}`),
    )
    expect(() => new VirtualLoop({ patience: '1' as unknown as number })).toThrow(TypeError)
  })
})

describe('the date', () => {
  it('begins at the epoch, goes with the clock, and can be set without it', () => {
    using loop = new VirtualLoop({ epoch: new Date('2030-01-01T00:00:00Z') })
    const dates: string[] = []
    const date = (): number => dates.push(new Date(loop.wallTime()).toISOString())
    date()
    loop.runSync(function* () {
      yield* sleep(3_600_000)
      date()
      loop.setWallTime(Date.UTC(2029, 0, 1))
      yield* sleep(1000)
      date()
    })
    expect(dates).toEqual([
      '2030-01-01T00:00:00.000Z',
      '2030-01-01T01:00:00.000Z',
      '2029-01-01T00:00:01.000Z',
    ])
    expect(loop.time()).toBe(3_601_000)
  })

  it('that of faked globals is the one of the loop, and follows when it is set', () => {
    using loop = new VirtualLoop({ epoch: 5000 })
    loop.advance(100)
    using _ = installGlobals(loop)
    expect(Date.now()).toBe(5100)
    loop.setWallTime(9000)
    loop.advance(1)
    expect([Date.now(), loop.wallTime(), loop.time()]).toEqual([9001, 9001, 101])
  })

  it.each([
    [
      'soon',
      /^TypeError: Expected the date to set to be a number of milliseconds since 1970, or a Date, got the string "soon"$/,
    ],
    [
      Number.NaN,
      /^RangeError: Expected the date to set to be a number of milliseconds since 1970, or a Date, got NaN$/,
    ],
    [new Date('never'), /^RangeError: Expected the date to set .* or a Date, got an invalid one$/],
  ])('%s is refused by name', (value, message) => {
    using loop = new VirtualLoop()
    expect(() => loop.setWallTime(value as never)).toThrow(
      expect.toSatisfy((error: Error) => message.test(String(error))),
    )
  })
})
