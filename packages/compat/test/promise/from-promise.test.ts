import { asyncify, coroutinify, fromAsync, fromCallback, fromPromise } from '@acoro/compat'
import {
  CancelledError,
  type Coroutine,
  coroutine,
  createTask,
  type Future,
  getRunningLoop,
  isFuture,
  run,
  sleep,
  type Task,
  TimeoutError,
  timeout,
} from '@acoro/core'
import { externalsOf } from '@acoro/core/lowlevel'
import { expect, test } from 'vitest'
import { collectGarbage } from '../../../../scripts/runtimes/garbage.ts'
import { onlyOn } from '../../../../scripts/runtimes/only-on.ts'
import { collectUnhandled, type Deferred, deferred, turn } from '../support.ts'

const waitFor = coroutine(function* waitFor<T>(promise: PromiseLike<T>) {
  return yield* fromPromise(promise)
})

test('a promise that settles later gives its value', async () => {
  const { promise, resolve } = deferred<string>()
  const main = run(waitFor(promise))
  resolve('here')
  expect(await main).toBe('here')
})

test('a promise that has settled gives its value', async () => {
  expect(await run(waitFor(Promise.resolve(42)))).toBe(42)
})

test('a settled promise subscribed to long ago is given without waiting', async () => {
  const answer = fromPromise(Promise.resolve('early'))
  await Promise.resolve()
  await run(function* main() {
    const log: string[] = []
    getRunningLoop().callSoon(() => log.push('next iteration'))
    log.push(yield* answer)
    yield* sleep(0)
    expect(log).toEqual(['early', 'next iteration'])
  })
})

test('a rejection is thrown at the yield*', async () => {
  const failure = new Error('no such page')
  const program = run(function* main() {
    try {
      yield* fromPromise(Promise.reject(failure))
    } catch (error) {
      return error
    }
  })
  expect(await program).toBe(failure)
})

test('a rejection from before it was awaited is thrown at the yield*', async () => {
  const failure = new Error('early')
  const answer = fromPromise(Promise.reject(failure))
  await Promise.resolve()
  await expect(run(answer)).rejects.toBe(failure)
})

test('cancelling ends the wait at once, though the promise never settles', async () => {
  await run(function* main() {
    const task = createTask(waitFor(new Promise(() => {})))
    yield* sleep(0)
    task.cancel('enough')
    yield* sleep(0)
    yield* sleep(0)
    expect(task.cancelled()).toBe(true)
  })
})

test('cancelling aborts the signal with an AbortError that tells why', async () => {
  let seen: AbortSignal | undefined
  await run(function* main() {
    const task = createTask(
      fromPromise((signal) => {
        seen = signal
        return new Promise(() => {})
      }),
      { name: 'loader' },
    )
    yield* sleep(0)
    expect(seen?.aborted).toBe(false)
    task.cancel('too slow')
    yield* sleep(0)
  })
  expect(seen?.aborted).toBe(true)
  expect(seen?.reason).toMatchObject({
    name: 'AbortError',
    message: 'The operation was aborted: its task was cancelled: too slow',
  })
  expect(seen?.reason.cause).toBeInstanceOf(CancelledError)
})

test('a cancel that comes between the result and the step aborts the signal: nobody takes the result', async () => {
  let seen: AbortSignal | undefined
  const { promise, resolve } = deferred<string>()
  await run(function* main() {
    const loop = getRunningLoop()
    // Reactions run in the order they were made: this one wakes the loop, so that the task waits for a job to
    // come.
    void promise.then(() => loop.callSoon(() => {}))
    const task = createTask(
      fromPromise((signal) => {
        seen = signal
        return promise
      }),
    )
    yield* sleep(0)
    resolve('too late')
    yield* fromPromise(promise.then(() => task.cancel()))
    yield* sleep(0)
    expect(task.cancelled()).toBe(true)
  })
  expect(seen?.aborted).toBe(true)
})

test('what a promise wakes runs in its own reaction, where the loop sleeps', async () => {
  const log: string[] = []
  const { promise, resolve } = deferred<void>()
  await run(function* main() {
    const task = createTask(
      (function* () {
        yield* fromPromise(promise)
        log.push('woken')
        yield
        log.push('after a bare yield')
      })(),
    )
    yield* sleep(0)
    void promise.then(() => log.push('the next reaction'))
    setImmediate(resolve)
    yield* task
  })
  expect(log).toEqual(['woken', 'after a bare yield', 'the next reaction'])
})

test('promises that settle one another let timers have their turn', async () => {
  let fired = false
  setImmediate(() => {
    fired = true
  })
  await run(function* main() {
    while (!fired) yield* fromPromise(Promise.resolve())
  })
  expect(fired).toBe(true)
})

test('the signal of a promise that was kept is not aborted', async () => {
  const signals: AbortSignal[] = []
  const keep = async (signal: AbortSignal) => void signals.push(signal)
  const fail = async (signal: AbortSignal) => {
    signals.push(signal)
    throw new Error('refused')
  }
  await run(function* main() {
    yield* fromPromise(keep)
    try {
      yield* fromPromise(fail)
    } catch {}
  })
  expect(signals.map((signal) => signal.aborted)).toEqual([false, false])
})

test('a coroutine closed while it waits aborts the signal', async () => {
  let seen: AbortSignal | undefined
  await run(function* main() {
    const body = (function* () {
      yield* fromPromise((signal) => {
        seen = signal
        return new Promise(() => {})
      })
    })()
    body.next()
    body.return()
  })
  expect(seen?.reason.message).toBe('The operation was aborted: the coroutine was closed')
})

test('the later rejection of an abandoned promise is never an unhandled rejection', async () => {
  const unhandled = collectUnhandled()
  const waiting = deferred<never>()
  const begun = deferred<never>()
  await run(function* main() {
    const waits = createTask(waitFor(waiting.promise))
    yield* sleep(0)
    const neverStepped = createTask(fromPromise(begun.promise))
    waits.cancel()
    neverStepped.cancel()
    yield* sleep(0)
    yield* sleep(0)
    expect([waits.cancelled(), neverStepped.cancelled()]).toEqual([true, true])
  })
  waiting.reject(new Error('late'))
  begun.reject(new Error('later'))
  expect(await unhandled.stop()).toEqual([])
})

test('what starts the promise is called when it is awaited, not before', async () => {
  const log: string[] = []
  const lazy = fromPromise(async () => void log.push('started'))
  log.push('made')
  await run(lazy)
  expect(log).toEqual(['made', 'started'])
})

test('what starts the promise may throw', async () => {
  const thrower = (): Promise<never> => {
    throw new RangeError('no')
  }
  await expect(run(fromPromise(thrower))).rejects.toThrow(new RangeError('no'))
})

test('a timeout cancels a promise', async () => {
  const program = run(function* main() {
    yield* timeout(1, fromPromise(new Promise(() => {})))
  })
  await expect(program).rejects.toBeInstanceOf(TimeoutError)
})

test('a promise in flight is known to the loop, until it settles or is abandoned', async () => {
  const first = deferred<void>()
  const second = deferred<void>()
  await run(function* main() {
    const loop = getRunningLoop()
    const flying = () =>
      [...externalsOf(loop)].map(({ what, transient }) => `${what}, transient: ${transient}`)
    const kept = createTask(
      fromPromise(function load() {
        return first.promise
      }),
    )
    const dropped = createTask(fromPromise(second.promise))
    yield* sleep(0)
    expect(flying()).toEqual(['the promise of load, transient: true', 'a promise, transient: true'])
    first.resolve()
    yield* kept
    expect(flying()).toEqual(['a promise, transient: true'])
    dropped.cancel()
    yield* sleep(0)
    yield* sleep(0)
    expect(flying()).toEqual([])
  })
})

test('a thenable that settles twice counts once', async () => {
  const fickle: PromiseLike<string> = {
    // biome-ignore lint/suspicious/noThenProperty: a thenable is what is tested.
    then(onResult) {
      onResult?.('first')
      onResult?.('second')
      return this as never
    },
  }
  expect(await run(waitFor(fickle))).toBe('first')
})

test('a thenable whose then throws is a rejection, unless it has settled', async () => {
  const thrower = (before: boolean): PromiseLike<string> => ({
    // biome-ignore lint/suspicious/noThenProperty: a thenable is what is tested.
    then(onResult) {
      if (before) onResult?.('settled')
      throw new Error('broken then')
    },
  })
  await expect(run(waitFor(thrower(false)))).rejects.toThrow('broken then')
  expect(await run(waitFor(thrower(true)))).toBe('settled')
})

test('what is no promise is refused at the call', () => {
  expect(() => fromPromise(5 as never)).toThrow(
    new TypeError('Expected a promise, or a function that gives one, got the number 5'),
  )
  expect(() => fromPromise(undefined as never)).toThrow('got undefined')
  // biome-ignore lint/suspicious/noThenProperty: no thenable, though it has the property.
  expect(() => fromPromise({ then: 'soon' } as never)).toThrow('got an object')
  expect(() => fromPromise(sleep(1) as never)).toThrow(
    /got a \w+: await a coroutine with `yield\*`, it needs no fromPromise\(\)$/,
  )
})

test('a function that gives no promise is refused when it is awaited', async () => {
  const answer = () => 42
  await expect(run(fromPromise(answer as never))).rejects.toThrow(
    new TypeError('Expected the function answer to return a promise, got the number 42'),
  )
})

test('it can be awaited once', async () => {
  await run(function* main() {
    const once = fromPromise(Promise.resolve(1))
    yield* once
    expect(() => once[Symbol.iterator]()).toThrow('cannot reuse already awaited coroutine')
  })
})

test('awaited twice, it says so, however often its place has been used since', async () => {
  await run(function* main() {
    const once = fromPromise(Promise.resolve(1))
    yield* once
    const pending = createTask(fromPromise(deferred<void>().promise))
    yield* sleep(0)
    expect(() => once.next()).toThrow("cannot reuse already awaited coroutine 'fromPromise'")
    expect(() => once.throw(new Error('for nobody'))).toThrow('for nobody')
    once.return(1)
    yield* sleep(0)
    expect(pending.done()).toBe(false)
    pending.cancel()
  })
})

test('of many waits, begun, settled and cancelled in any order, each gets what its own promise gives', async () => {
  let seed = 20261120
  const random = (below: number) => {
    seed = (Math.imul(seed, 1103515245) + 12345) >>> 0
    return (seed >>> 8) % below
  }
  let kept = 0
  await run(function* main() {
    const loop = getRunningLoop()
    const waits: { id: number; task: Task<number>; settle: Deferred<number> }[] = []
    const abandoned: Deferred<number>[] = []
    for (let id = 0; id < 5_000; id++) {
      const settle = deferred<number>()
      waits.push({ id, task: createTask(fromPromise(settle.promise)), settle })
      if (random(3) === 0) yield* sleep(0)
      while (waits.length > random(8)) {
        const [wait] = waits.splice(random(waits.length), 1) as [(typeof waits)[number]]
        const ending = random(4)
        const message = `no ${wait.id}`
        if (ending === 0) {
          wait.task.cancel()
          if (random(2) === 0) wait.settle.resolve(-1)
          else abandoned.push(wait.settle)
        } else if (ending === 1) wait.settle.reject(new Error(message))
        else wait.settle.resolve(wait.id)
        try {
          const value: number = yield* wait.task
          expect([value, ending > 1]).toEqual([wait.id, true])
          kept++
        } catch (error) {
          if (ending === 0) expect(error).toBeInstanceOf(CancelledError)
          else expect((error as Error).message).toBe(message)
        }
      }
      if (abandoned.length > random(5))
        abandoned.splice(random(abandoned.length), 1)[0]?.reject(new Error('late'))
    }
    for (const { task } of waits) task.cancel()
    yield* sleep(0)
    yield* sleep(0)
    expect([...externalsOf(loop)]).toEqual([])
  })
  expect(kept).toBeGreaterThan(2_000)
})

test('one driven by hand suspends on a future, and settles it', async () => {
  await run(function* main() {
    const { promise, resolve } = deferred<string>()
    const wait = fromPromise(promise)[Symbol.iterator]()
    const { value: future, done } = wait.next(undefined)
    expect([isFuture(future), done ?? false]).toEqual([true, false])
    expect(() => wait.next(undefined)).toThrow(
      "A wait was resumed before it was over: yield* wasn't used with it",
    )
    resolve('by hand')
    expect(yield* future as Future<unknown>).toBe('by hand')
    expect(wait.next(undefined)).toMatchObject({ done: true, value: 'by hand' })
  })
})

test('a task whose wait somebody else closes is cancelled, and takes nothing from another wait', async () => {
  await run(function* main() {
    const first = deferred<string>()
    const wait = fromPromise(first.promise)
    const overtaken = createTask(
      (function* () {
        return yield* wait
      })(),
    )
    yield* sleep(0)
    wait.return('closed')
    first.resolve('first')
    yield* fromPromise(first.promise)
    const second = deferred<string>()
    const other = createTask(waitFor(second.promise))
    yield* sleep(0)
    expect([overtaken.cancelled(), overtaken.cancel(), other.done()]).toEqual([true, false, false])
    second.resolve('second')
    expect(yield* other).toBe('second')
  })
})

test('a promise with a `then` of its own is awaited as `await` does it', async () => {
  const odd = Object.assign(Promise.resolve('inside'), {
    // biome-ignore lint/suspicious/noThenProperty: what is tested.
    then(onResult: (value: string) => void) {
      onResult('once')
      onResult('twice')
    },
  })
  expect(await run(waitFor(odd as never))).toBe(await (async () => await odd)())
  expect(await run(waitFor(Promise.resolve('next')))).toBe('next')
})

onlyOn('exceptBun', 'it collects garbage, and JavaScriptCore keeps what the stack may hold')(
  'what was given is kept by nobody: not where a wait left it, not where a call did',
  async () => {
    const weakly = async (give: () => Promise<object>) => new WeakRef(await give())
    const make = asyncify(function* make() {
      return {}
    })
    const references = [
      await weakly(() => run(fromPromise(Promise.resolve({})))),
      await weakly(() => run(waitFor(Promise.resolve({})))),
      await weakly(make),
    ]
    await turn()
    collectGarbage()
    expect(references.map((reference) => reference.deref())).toEqual([undefined, undefined, undefined])
  },
)

test('the then of a thenable is read once, and a callable thenable is a promise', async () => {
  let reads = 0
  const make = () =>
    Object.defineProperty(() => expect.unreachable(), 'then', {
      get: () => {
        reads++
        return (resolve: (value: string) => void) => resolve('there')
      },
    }) as unknown as PromiseLike<string>
  expect(await run(fromPromise(make()))).toBe('there')
  expect(await run(fromPromise(() => make()))).toBe('there')
  expect(await run(coroutinify(() => make())())).toBe('there')
  expect(await run(fromAsync(() => make()))).toBe('there')
  expect(await run(fromAsync(async (io) => await io(make())))).toBe('there')
  expect(reads).toBe(5)
})

test('a then that cannot be read is a rejection', async () => {
  const thenable = {
    // biome-ignore lint/suspicious/noThenProperty: this is what is tested.
    get then() {
      throw new Error('no then')
    },
  }
  await expect(run(fromPromise(thenable as never))).rejects.toThrow('no then')
  await expect(run(fromPromise(() => thenable as never))).rejects.toThrow('no then')
})

test('a rejection with undefined is a rejection everywhere', async () => {
  const caught: unknown[] = []
  await run(function* main() {
    for (const wait of [
      () => fromPromise(Promise.reject()),
      () => fromPromise(() => Promise.reject()),
      () => coroutinify(async () => Promise.reject())(),
      () => fromAsync(async () => Promise.reject()),
      () => fromAsync(async (io) => await io(Promise.reject())),
      () => fromCallback((_resolve, reject) => reject(undefined)),
    ]) {
      try {
        yield* wait() as Coroutine<unknown>
        caught.push('no error')
      } catch (error) {
        caught.push(error)
      }
    }
  })
  expect(caught).toEqual([undefined, undefined, undefined, undefined, undefined, undefined])
})

test('undefined that is thrown into a wait aborts the signal as an error', async () => {
  let reason: unknown
  await run(function* main() {
    const wait = fromPromise((signal) => {
      signal.addEventListener('abort', () => {
        reason = signal.reason
      })
      return new Promise(() => {})
    })
    wait.next()
    expect(() => wait.throw(undefined)).toThrow()
  }).catch(() => {})
  expect(String(reason)).toBe(
    'AbortError: The operation was aborted: an error was thrown where it was awaited',
  )
})
