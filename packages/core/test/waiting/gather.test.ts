import {
  asCompleted,
  asyncFor,
  type CancelledError,
  coroutine,
  createTask,
  Future,
  gather,
  getRunningLoop,
  isCancelledError,
  newEventLoop,
  race,
  run,
  shield,
  sleep,
  type TimeoutError,
  wait,
} from '@acoro/core'
import { describe, expect, test } from 'vitest'
import { runVirtual } from '../support/virtual.ts'

const job = coroutine(function* job(log: string[], name: string, ms: number, fails?: boolean) {
  try {
    yield* sleep(ms)
    if (fails) throw new Error(`${name} failed`)
    log.push(`${name} done`)
    return name
  } catch (error) {
    log.push(isCancelledError(error) ? `${name} cancelled` : String(error))
    throw error
  }
})

describe('gather', () => {
  test('gives results in order of the arguments, a duplicate once run', () => {
    const log: string[] = []
    runVirtual(function* main() {
      const shared = job(log, 'shared', 5)
      expect(yield* gather(job(log, 'a', 10), shared, shared, sleep(0, 4))).toEqual([
        'a',
        'shared',
        'shared',
        4,
      ])
      expect(yield* gather()).toEqual([])
      expect(yield* gather([])).toEqual([])
      expect(yield* gather(new Set([sleep(1, 'in a set')]))).toEqual(['in a set'])
    })
    expect(log).toEqual(['shared done', 'a done'])
  })

  test('throws the first error at once and lets the others run on', () => {
    const log: string[] = []
    runVirtual(function* main() {
      try {
        yield* gather(job(log, 'a', 10), job(log, 'b', 5, true), job(log, 'c', 7, true))
      } catch (error) {
        log.push(`caught ${(error as Error).message} at ${getRunningLoop().time()}`)
      }
      yield* sleep(10)
    })
    expect(log).toEqual(['Error: b failed', 'caught b failed at 5', 'Error: c failed', 'a done'])
  })

  test('with returnExceptions lists errors and cancellations', () => {
    runVirtual(function* main() {
      const cancelled = createTask(sleep(100))
      getRunningLoop().callLater(1, () => cancelled.cancel('why'))
      const results = yield* gather([job([], 'a', 5, true), cancelled, sleep(1, 'ok')], {
        returnExceptions: true,
      })
      expect(results.map(String)).toEqual(['Error: a failed', 'CancelledError: why', 'ok'])
    })
  })

  test('cancelled, cancels all children and always comes through', () => {
    const log: string[] = []
    runVirtual(function* main() {
      const all = gather([job(log, 'a', 10), job(log, 'b', 10)], { returnExceptions: true })
      const waiting = createTask(
        (function* () {
          return yield* all
        })(),
      )
      yield* sleep(1)
      waiting.cancel()
      yield* sleep(5)
      expect(waiting.cancelled()).toBe(true)
      const one = gather(sleep(10))
      expect(String(one)).toMatch(/^<GatheringFuture pending/)
      expect([one.cancel(), one.cancel()]).toEqual([true, true])
      yield* sleep(1)
      expect([one.cancel(), one.done()]).toEqual([false, true])
      expect(isCancelledError(one.exception())).toBe(true)
    })
    expect(log).toEqual(['a cancelled', 'b cancelled'])
  })

  test('refuses futures of several loops and what cannot be awaited', () => {
    runVirtual(function* main() {
      expect(() => gather(new Future(), newEventLoop().createFuture())).toThrow(RangeError)
      expect(() => gather(5 as never)).toThrow(
        'Expected a future, a coroutine or an awaitable, got the number 5',
      )
    })
    expect(() => gather()).toThrow('no running event loop')
  })
})

describe('wait', () => {
  test('gives done and pending by what it is told to wait for, and cancels nothing', () => {
    const log: string[] = []
    runVirtual(function* main() {
      const tasks = [
        createTask(job(log, 'a', 30)),
        createTask(job(log, 'b', 10)),
        createTask(job(log, 'c', 20, true)),
      ]
      const [a, b, c] = tasks as [(typeof tasks)[0], (typeof tasks)[0], (typeof tasks)[0]]
      expect(yield* wait(tasks, { timeout: 5 })).toEqual([new Set(), new Set([a, b, c])])
      expect(yield* wait(tasks, { returnWhen: 'FIRST_COMPLETED' })).toEqual([new Set([b]), new Set([a, c])])
      expect(yield* wait(tasks, { returnWhen: 'FIRST_EXCEPTION' })).toEqual([new Set([b, c]), new Set([a])])
      const waiting = createTask(wait(tasks))
      yield* sleep(0)
      waiting.cancel()
      expect(yield* wait(new Set([a]))).toEqual([new Set([a]), new Set()])
      expect([waiting.cancelled(), a.result()]).toEqual([true, 'a'])
    })
    expect(log).toEqual(['b done', 'Error: c failed', 'a done'])
  })

  test('refuses bad arguments at the call', () => {
    runVirtual(function* main() {
      expect(() => wait([])).toThrow(new RangeError('Set of Tasks/Futures is empty.'))
      expect(() => wait([sleep(1)] as never)).toThrow(
        'Passing coroutines is forbidden, use tasks explicitly.',
      )
      expect(() => wait(new Future() as never)).toThrow('Expected a list of futures, got a Future')
      expect(() => wait([5] as never)).toThrow(
        'Expected only futures and tasks to wait for, got the number 5',
      )
      expect(() => wait([new Future()], { returnWhen: 'SOMETIMES' as never })).toThrow(
        "Expected returnWhen to be 'FIRST_COMPLETED', 'FIRST_EXCEPTION' or 'ALL_COMPLETED', got the string \"SOMETIMES\"",
      )
      expect(() => wait([new Future()], { timeout: Number.NaN })).toThrow(
        'Expected a timeout in milliseconds',
      )
    })
  })
})

describe('asCompleted', () => {
  test('gives coroutines that answer in order of completion', () => {
    runVirtual(function* main() {
      const seen: string[] = []
      for (const next of asCompleted([
        job([], 'slow', 20),
        job([], 'fast', 5),
        job([], 'failing', 10, true),
      ])) {
        try {
          seen.push(yield* next)
        } catch (error) {
          seen.push((error as Error).message)
        }
      }
      expect(seen).toEqual(['fast', 'failing failed', 'slow'])
    })
  })

  test('throws TimeoutError for those too late, and leaves them running', () => {
    const log: string[] = []
    runVirtual(function* main() {
      const seen: string[] = []
      for (const next of asCompleted([job(log, 'slow', 20), job(log, 'fast', 5)], { timeout: 10 })) {
        try {
          seen.push(yield* next)
        } catch (error) {
          seen.push((error as TimeoutError).name)
        }
      }
      expect(seen).toEqual(['fast', 'TimeoutError'])
      yield* sleep(20)
    })
    expect(log).toEqual(['fast done', 'slow done'])
  })

  test('gives the futures themselves to asyncFor', () => {
    runVirtual(function* main() {
      const tasks = [createTask(sleep(9, 'b')), createTask(sleep(3, 'a'))]
      const seen: unknown[] = []
      yield* asyncFor(asCompleted(tasks), function* (future) {
        seen.push(future)
      })
      expect(seen.map((future) => tasks.indexOf(future as never))).toEqual([1, 0])
    })
  })

  test('a result is not lost when the one who waits for it is cancelled after it came', () => {
    runVirtual(function* main() {
      const [first, second] = [...asCompleted([sleep(5, 'a'), sleep(50, 'b')])]
      const impatient = createTask(first as NonNullable<typeof first>)
      yield* sleep(5)
      impatient.cancel()
      expect(yield* second as NonNullable<typeof second>).toBe('a')
    })
  })

  test('refuses what is no list', () => {
    runVirtual(function* main() {
      expect(() => asCompleted(sleep(1) as never)).toThrow('Expected a list of awaitables, got a Coroutine')
      expect(() => asCompleted([], { timeout: 'x' as never })).toThrow('Expected a timeout in milliseconds')
      expect([...asCompleted([])]).toEqual([])
    })
  })
})

describe('shield', () => {
  test('keeps the inner task from the cancel of whoever waits', () => {
    const log: string[] = []
    runVirtual(function* main() {
      const inner = createTask(job(log, 'inner', 10))
      const waiting = createTask(
        (function* () {
          return yield* shield(inner)
        })(),
      )
      yield* sleep(1)
      waiting.cancel()
      yield* sleep(1)
      expect([waiting.cancelled(), inner.done()]).toEqual([true, false])
      expect(yield* shield(inner)).toBe('inner')
      expect(shield(inner)).toBe(inner)
    })
    expect(log).toEqual(['inner done'])
  })

  test('passes an inner cancel and error on, and reports an error nobody waits for any more once', () => {
    const log: string[] = []
    runVirtual(
      function* main() {
        const cancelled = createTask(sleep(10))
        const outer = shield(cancelled)
        yield* sleep(0)
        cancelled.cancel()
        yield* sleep(1)
        expect(outer.cancelled()).toBe(true)
        const failing = shield(job([], 'x', 1, true))
        yield* sleep(2)
        expect(String(failing.exception())).toBe('Error: x failed')
        const late = createTask(job([], 'y', 1, true))
        const abandoned = [shield(late), shield(late)]
        for (const each of abandoned) each.cancel()
        yield* sleep(2)
      },
      (loop) => loop.setExceptionHandler((_, { message, exception }) => log.push(`${message}: ${exception}`)),
    )
    expect(log).toEqual(['Error exception in shielded future: Error: y failed'])
  })
})

describe('race', () => {
  test('gives the first to end, after the losers were cancelled and awaited', () => {
    const log: string[] = []
    runVirtual(function* main() {
      const loser = function* () {
        try {
          yield* sleep(100)
        } finally {
          yield* sleep(5)
          log.push(`loser cleaned up at ${getRunningLoop().time()}`)
        }
      }
      expect(yield* race([loser(), job(log, 'winner', 10)])).toBe('winner')
      log.push(`after ${getRunningLoop().time()}`)
      try {
        yield* race([job(log, 'failing', 5, true), sleep(100)])
      } catch (error) {
        log.push((error as Error).message)
      }
    })
    expect(log).toEqual([
      'winner done',
      'loser cleaned up at 15',
      'after 15',
      'Error: failing failed',
      'failing failed',
    ])
  })

  test('cancelled, even twice, cancels and awaits all', () => {
    const log: string[] = []
    runVirtual(function* main() {
      const runner = function* (name: string) {
        try {
          yield* sleep(100)
        } finally {
          yield* sleep(5)
          log.push(`${name} at ${getRunningLoop().time()}`)
        }
      }
      const racing = createTask(race([runner('a'), runner('b')]))
      yield* sleep(1)
      racing.cancel('first')
      yield* sleep(1)
      racing.cancel('second')
      try {
        yield* racing
      } catch (error) {
        log.push((error as CancelledError).message)
      }
    })
    expect(log).toEqual(['a at 6', 'b at 6', 'second'])
  })

  test('refuses an empty list and what is none', async () => {
    expect(() => race([])).toThrow('Expected at least one awaitable to race, got none')
    expect(() => race(5 as never)).toThrow('Expected a list of awaitables, got the number 5')
    const slept = sleep(0, 'still there')
    expect(() => race(slept as never)).toThrow('Expected a list of awaitables, got a Coroutine')
    expect(await run(slept)).toBe('still there')
  })
})
