import { ContextVar, coroutine, getRunningLoop, InlineExecutor, RuntimeError, run, sleep } from '@acoro/core'
import { createPortal, ThreadPoolExecutor } from '@acoro/executors'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { changed, jobs, makeCells } from '../support.ts'

// Workers take a while to start on a busy machine.
vi.setConfig({ testTimeout: 60_000 })

let pool: ThreadPoolExecutor

beforeAll(() => {
  pool = new ThreadPoolExecutor({ maxWorkers: 1, idleTimeout: Infinity, name: 'shared' })
})

afterAll(() => pool[Symbol.asyncDispose]())

/** A portal as the jobs want it; what is not given is not called. */
function portalOf(handlers: {
  progress?: (done: number) => void
  lookup?: (key: string) => unknown
  wait?: () => unknown
}) {
  const unused = (): never => {
    throw new Error('not to be called')
  }
  const { progress = unused, lookup = unused, wait = unused } = handlers
  return createPortal({
    progress,
    lookup: lookup as (key: string) => string,
    wait: wait as () => void,
  })
}

const pause = coroutine(function* pause() {
  yield* sleep(1)
})

describe('callSoonThreadsafe', () => {
  it('calls through the loop, in order, and before the result is there', async () => {
    const log = await run(function* main() {
      const seen: unknown[] = []
      const portal = portalOf({ progress: (done) => seen.push(done) })
      seen.push(yield* getRunningLoop().runInExecutor(pool, jobs.report, portal, 3))
      return seen
    })
    expect(log).toEqual([1, 2, 3, 'reported'])
  })

  it('hands what the handler throws to the exception handler of the loop', async () => {
    const reported = await run(function* main() {
      const loop = getRunningLoop()
      const seen: unknown[] = []
      loop.setExceptionHandler((_, context) => seen.push(context.exception))
      const portal = portalOf({
        progress: () => {
          throw new RangeError('of the handler')
        },
      })
      yield* loop.runInExecutor(pool, jobs.report, portal, 1)
      return seen
    })
    expect(reported).toEqual([new RangeError('of the handler')])
  })

  it('refuses a coroutine function, which somebody has to wait for', async () => {
    const reported = await run(function* main() {
      const loop = getRunningLoop()
      const seen: unknown[] = []
      loop.setExceptionHandler((_, context) => seen.push(context.exception))
      yield* loop.runInExecutor(pool, jobs.report, portalOf({ progress: () => pause() as never }), 1)
      return seen
    })
    expect(reported).toEqual([
      new TypeError(
        'progress is a coroutine function: a worker has to wait for it, with runCoroutineThreadsafe',
      ),
    ])
  })

  it('works in the loop’s own thread, too', async () => {
    const log = await run(function* main() {
      const seen: number[] = []
      const portal = portalOf({ progress: (done) => seen.push(done) })
      const result = yield* getRunningLoop().runInExecutor(
        new InlineExecutor(getRunningLoop()),
        jobs.report,
        portal,
        2,
      )
      yield* sleep(0)
      return [seen, result]
    })
    expect(log).toEqual([[1, 2], 'reported'])
  })
})

describe('runCoroutineThreadsafe', () => {
  it('blocks the worker until the coroutine has a result', async () => {
    const lookup = coroutine(function* lookup(key: string) {
      yield* sleep(1)
      return key.toUpperCase()
    })
    const answer = await run(function* main() {
      return yield* getRunningLoop().runInExecutor(pool, jobs.ask, portalOf({ lookup }), 'ada')
    })
    expect(answer).toBe('ada is ADA')
  })

  it('takes a plain function and one that gives a promise as well', async () => {
    const answers = await run(function* main() {
      const loop = getRunningLoop()
      const plain = portalOf({ lookup: (key) => key.length })
      const promising = portalOf({ lookup: async (key) => key.length })
      return [
        yield* loop.runInExecutor(pool, jobs.ask, plain, 'ada'),
        yield* loop.runInExecutor(pool, jobs.ask, promising, 'ada'),
      ]
    })
    expect(answers).toEqual(['ada is 3', 'ada is 3'])
  })

  it('throws in the worker what the handler throws', async () => {
    const lookup = coroutine(function* lookup(key: string) {
      yield* sleep(0)
      throw new RangeError(`no ${key}`)
    })
    const plain = (key: string): never => {
      throw new TypeError(`never ${key}`)
    }
    const answers = await run(function* main() {
      const loop = getRunningLoop()
      return [
        yield* loop.runInExecutor(pool, jobs.askAndCatch, portalOf({ lookup }), 'ada'),
        yield* loop.runInExecutor(pool, jobs.askAndCatch, portalOf({ lookup: plain }), 'ada'),
      ]
    })
    expect(answers).toEqual(['RangeError: no ada', 'TypeError: never ada'])
  })

  it('says by path what of the result cannot be cloned', async () => {
    const answer = await run(function* main() {
      const portal = portalOf({ lookup: () => [{ run: () => 1 }] })
      return yield* getRunningLoop().runInExecutor(pool, jobs.askAndCatch, portal, 'ada')
    })
    expect(answer).toBe(
      'TypeError: Cannot send the result of lookup to the worker: result[0].run is the function run',
    )
  })

  it('is cancelled with its job: the coroutine in the loop, and the wait in the worker', async () => {
    const cells = makeCells()
    const cleanedUp = vi.fn()
    await run(function* main() {
      const loop = getRunningLoop()
      const began = loop.createFuture<void>()
      const wait = coroutine(function* wait() {
        began.setResult(undefined)
        try {
          yield* loop.createFuture<void>()
        } finally {
          cleanedUp()
        }
      })
      const future = loop.runInExecutor(pool, jobs.askForEver, portalOf({ wait }), cells)
      yield* began
      future.cancel()
      expect(yield* changed(cells, 1)).toBe(1)
    })
    expect(cleanedUp).toHaveBeenCalledOnce()
  })

  it('of a job that was cancelled before gets CancelledError at once', async () => {
    const cells = makeCells()
    const lookup = vi.fn()
    await run(function* main() {
      const loop = getRunningLoop()
      const future = loop.runInExecutor(pool, jobs.computeThenAsk, portalOf({ lookup }), cells)
      yield* changed(cells, 0)
      future.cancel()
      expect(yield* changed(cells, 1)).toBe(1)
    })
    expect(lookup).not.toHaveBeenCalled()
  })

  it('runs in the context the portal was made in', async () => {
    const user = new ContextVar('user', { default: 'nobody' })
    const answer = await run(function* main() {
      user.set('ada')
      const lookup = coroutine(function* lookup() {
        return user.get()
      })
      const portal = portalOf({ lookup })
      user.set('bob')
      return yield* getRunningLoop().runInExecutor(pool, jobs.ask, portal, 'the user')
    })
    expect(answer).toBe('the user is ada')
  })

  it('would block the loop for ever in its own thread, and refuses', async () => {
    await run(function* main() {
      const portal = portalOf({ lookup: pause })
      expect(() => portal.runCoroutineThreadsafe('lookup', 'ada')).toThrow(
        new RuntimeError(
          "runCoroutineThreadsafe('lookup') would block the loop it waits for: in the loop, await the coroutine itself",
        ),
      )
    })
  })
})

describe('bad input', () => {
  it('a name the portal does not have is refused in the worker', async () => {
    const failing = run(function* main() {
      yield* getRunningLoop().runInExecutor(pool, jobs.askForNobody, portalOf({}) as never)
    })
    await expect(failing).rejects.toThrow(
      new TypeError('Expected the name of a handler of the portal (progress, lookup, wait), got nobody'),
    )
  })

  it('arguments that cannot be cloned are named by path', async () => {
    const failing = run(function* main() {
      yield* getRunningLoop().runInExecutor(pool, jobs.askWithFunction, portalOf({}))
    })
    await expect(failing).rejects.toThrow(
      'Cannot send the arguments of progress through the portal: args[0].deep[0] is a function',
    )
  })

  it('arguments that the loop could not read are refused in the worker, which does not wait for ever', async () => {
    const failing = run(function* main() {
      yield* getRunningLoop().runInExecutor(pool, jobs.askWithNested, portalOf({}))
    })
    await expect(failing).rejects.toThrow(
      'Cannot send the arguments of lookup through the portal: args[0].next.next….next.next.next.next ' +
        'is nested more than 1000 levels deep',
    )
  })

  it('an async handler that nobody waits for tells its error to the exception handler of the loop', async () => {
    const reported = await run(function* main() {
      const loop = getRunningLoop()
      const seen: unknown[] = []
      loop.setExceptionHandler((_, { message, exception }) => seen.push([message, exception]))
      const portal = createPortal({
        async progress(_done: number) {
          throw undefined
        },
      })
      portal.callSoonThreadsafe('progress', 1)
      yield* sleep(0)
      yield* sleep(1)
      return seen
    })
    expect(reported).toEqual([['Exception in progress of a portal', undefined]])
  })

  it('what a handler throws is thrown in the worker, undefined too', async () => {
    const answer = await run(function* main() {
      const portal = portalOf({
        lookup: () => {
          throw undefined
        },
      })
      return yield* getRunningLoop().runInExecutor(pool, jobs.askAndCatch, portal, 'ada')
    })
    expect(answer).toBe('undefined')
  })

  it('a name that no handler has is refused on both ends', async () => {
    await run(function* main() {
      const portal = portalOf({}) as unknown as { callSoonThreadsafe(name: string): void }
      for (const name of ['nobody', 'constructor', '__proto__']) {
        expect(() => portal.callSoonThreadsafe(name)).toThrow(
          new TypeError(`Expected the name of a handler of the portal (progress, lookup, wait), got ${name}`),
        )
      }
    })
  })

  it('a portal cannot be used after its job', async () => {
    const failing = run(function* main() {
      const loop = getRunningLoop()
      yield* loop.runInExecutor(pool, jobs.keepPortal, portalOf({}))
      yield* loop.runInExecutor(pool, jobs.useKeptPortal)
    })
    await expect(failing).rejects.toThrow('Cannot call progress through the portal of a job that has ended')
  })

  it('a portal inside of another argument is refused', async () => {
    const failing = run(function* main() {
      yield* getRunningLoop().runInExecutor(pool, jobs.echo, { portal: portalOf({}) } as object)
    })
    await expect(failing).rejects.toThrow(
      'args[0].portal is a portal, which has to be an argument of its own',
    )
  })

  it('handlers have to be functions, and a loop has to run', async () => {
    await run(function* main() {
      expect(() => createPortal(null as never)).toThrow(
        'Expected an object of functions a worker may call, got null',
      )
      expect(() => createPortal({ progress: 1 } as never)).toThrow(
        'Expected progress of the portal to be a function, got the number 1',
      )
    })
    expect(() => createPortal({})).toThrow('no running event loop')
  })
})
