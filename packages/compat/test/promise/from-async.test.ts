import { fromAsync, fromPromise, type Io } from '@acoro/compat'
import {
  CancelledError,
  ContextVar,
  cancelScope,
  coroutine,
  createTask,
  gather,
  getRunningLoop,
  isCancelledError,
  run,
  sleep,
  TimeoutError,
  timeout,
} from '@acoro/core'
import { externalsOf } from '@acoro/core/lowlevel'
import { expect, test } from 'vitest'
import { collectUnhandled, deferred, turn } from '../support.ts'

test('io waits for coroutines, futures, promises and functions that make an awaitable', async () => {
  const seen: unknown[] = []
  await run(function* main() {
    const future = getRunningLoop().createFuture<string>()
    getRunningLoop().callSoon(() => future.setResult('future'))
    yield* fromAsync(async (io) => {
      seen.push(await io(sleep(0, 'coroutine')))
      seen.push(await io(future))
      seen.push(await io(Promise.resolve('promise')))
      seen.push(await io(() => gather(sleep(0, 'gathered'), sleep(0, 'together'))))
      seen.push(
        await io(function* () {
          yield* sleep(0)
          return 'generator'
        }),
      )
    })
  })
  expect(seen).toEqual(['coroutine', 'future', 'promise', ['gathered', 'together'], 'generator'])
})

test('several may be under way at once', async () => {
  const log: string[] = []
  const step = coroutine(function* step(name: string) {
    log.push(`${name} begins`)
    yield* sleep(0)
    log.push(`${name} ends`)
    return name
  })
  const both = fromAsync((io) => Promise.all([io(step('a')), io(step('b'))]))
  expect(await run(both)).toEqual(['a', 'b'])
  expect(log).toEqual(['a begins', 'b begins', 'a ends', 'b ends'])
})

test('errors of what io waits for are thrown at the await, and those of the function at the yield*', async () => {
  const failing = coroutine(function* failing() {
    yield* sleep(0)
    throw new RangeError('inside')
  })
  const program = fromAsync(async (io) => {
    await io(failing()).catch((error) => {
      throw new Error('outside', { cause: error })
    })
  })
  await expect(run(program)).rejects.toMatchObject({ message: 'outside', cause: { message: 'inside' } })
})

test('cancelling throws CancelledError at the await, and finally blocks may use io', async () => {
  const log: string[] = []
  await run(function* main() {
    const task = createTask(
      fromAsync(async (io) => {
        try {
          log.push('waiting')
          await io(sleep(60_000))
        } catch (error) {
          log.push(`caught ${(error as Error).message}`)
          throw error
        } finally {
          await io(sleep(0))
          log.push('cleaned up')
        }
      }),
    )
    yield* sleep(0)
    yield* sleep(0)
    task.cancel('enough')
    try {
      yield* task
    } catch (error) {
      log.push(`cancelled: ${isCancelledError(error)}`)
    }
    expect(task.cancelled()).toBe(true)
  })
  expect(log).toEqual(['waiting', 'caught enough', 'cleaned up', 'cancelled: true'])
})

test('the CancelledError says who cancelled', async () => {
  const seen: unknown[] = []
  await run(function* main() {
    const task = createTask(fromAsync((io) => io(sleep(60_000)).catch((error) => void seen.push(error))))
    const canceller = coroutine(function* canceller() {
      task.cancel()
    })
    yield* sleep(0)
    yield* createTask(canceller(), { name: 'the canceller' })
    yield* task
  })
  expect(seen).toHaveLength(1)
  expect(seen[0]).toBeInstanceOf(CancelledError)
  expect((seen[0] as CancelledError).cancelledBy).toBe('the canceller')
})

test('cancelled while it waits for something else, the next io throws', async () => {
  const log: string[] = []
  const { promise, resolve } = deferred<void>()
  await run(function* main() {
    const task = createTask(
      fromAsync(async (io) => {
        await promise
        log.push('went on')
        await io(sleep(0)).catch((error) => void log.push(`first io: ${error.message}`))
        await io(sleep(0))
        log.push('second io')
        return 'survived'
      }),
    )
    yield* sleep(0)
    task.cancel('stop')
    yield* sleep(0)
    resolve()
    expect(yield* task).toBe('survived')
  })
  expect(log).toEqual(['went on', 'first io: stop', 'second io'])
})

test('io.signal is aborted by the cancellation, for what is not awaited through io', async () => {
  const program = run(function* main() {
    const task = createTask(
      fromAsync(
        (io) =>
          new Promise<never>((_, reject) => {
            io.signal.addEventListener('abort', () => reject(io.signal.reason))
          }),
      ),
    )
    yield* sleep(0)
    task.cancel()
    yield* task
  })
  await expect(program).rejects.toMatchObject({ name: 'AbortError' })
})

test('a timeout works around it', async () => {
  const program = run(function* main() {
    yield* timeout(
      1,
      fromAsync((io) => io(sleep(60_000))),
    )
  })
  await expect(program).rejects.toBeInstanceOf(TimeoutError)
})

test('cancelled after the function has settled and before the step, it is cancelled', async () => {
  await run(function* main() {
    const { promise, resolve } = deferred<string>()
    const task = createTask(fromAsync(() => promise))
    yield* sleep(0)
    resolve('too late')
    yield* fromPromise(promise.then(() => task.cancel()))
    yield* sleep(0)
    yield* sleep(0)
    expect(task.cancelled()).toBe(true)
  })
})

test('io refuses use after the end', async () => {
  let kept: Io | undefined
  await run(
    fromAsync(async function load(io) {
      kept = io
    }),
  )
  await expect(kept?.(sleep(0))).rejects.toThrow(
    'io() was called after the end of load: await what io() gives before that',
  )
})

test('what the function left under way is cancelled and awaited', async () => {
  const log: string[] = []
  const unhandled = collectUnhandled()
  const work = coroutine(function* work() {
    try {
      yield* sleep(60_000)
    } finally {
      yield* sleep(0)
      log.push('work cleaned up')
    }
  })
  await run(function* main() {
    yield* fromAsync(async (io) => {
      void io(work())
      await io(sleep(0))
      log.push('left')
    })
    log.push('ended')
  })
  expect(log).toEqual(['left', 'work cleaned up', 'ended'])
  expect(await unhandled.stop()).toEqual([])
})

test('context variables are those of the coroutine, and what is set by io stays', async () => {
  const user = new ContextVar('user', { default: 'nobody' })
  const login = coroutine(function* login(name: string) {
    user.set(name)
  })
  const who = coroutine(function* who() {
    return user.get()
  })
  await run(function* main() {
    user.set('ada')
    const seen = yield* fromAsync(async (io) => {
      const before = await io(who())
      await io(login('grace'))
      return [before, await io(who())]
    })
    expect([...seen, user.get()]).toEqual(['ada', 'grace', 'grace'])
  })
})

test('only while it waits for something of its own is it in flight', async () => {
  const { promise, resolve } = deferred<void>()
  await run(function* main() {
    const loop = getRunningLoop()
    const gate = loop.createFuture<void>()
    const flying = () => [...externalsOf(loop)].filter(({ transient }) => transient).map(({ what }) => what)
    const task = createTask(
      fromAsync(async function load(io) {
        await promise
        await io(gate)
      }),
    )
    yield* sleep(0)
    expect(flying()).toEqual(['the promise of load'])
    resolve()
    yield* fromPromise(turn())
    expect(flying()).toEqual([])
    gate.setResult()
    yield* task
    expect(flying()).toEqual([])
  })
})

test('wrong arguments are refused', async () => {
  expect(() => fromAsync(Promise.resolve() as never)).toThrow(
    'Expected an async function (async (io) => …), got a Promise',
  )
  await expect(run(fromAsync((() => 5) as never))).rejects.toThrow(
    'Expected a function to return a promise, got the number 5',
  )
  await expect(run(fromAsync((io) => io(5 as never)))).rejects.toThrow(
    'Expected an awaitable, a promise or a function that makes an awaitable, got the number 5',
  )
  await expect(run(fromAsync((io) => io((() => 5) as never)))).rejects.toThrow(
    'Expected a function to return an awaitable, got the number 5',
  )
})

test('in a cancelled cancel scope it waits for the function to end, and does not spin', async () => {
  const log: string[] = []
  await run(function* main() {
    const loop = getRunningLoop()
    let turns = 0
    const cleanUp = deferred<void>()
    const result = yield* cancelScope(function* (scope) {
      getRunningLoop().callSoon(() => scope.cancel('enough'))
      yield* fromAsync(async (io) => {
        try {
          await io(sleep(60_000))
        } catch (error) {
          log.push(String(error))
          // The loop goes on while it waits, because other tasks do.
          loop.createTask(
            (function* () {
              for (; turns < 100; turns++) yield* sleep(0)
              cleanUp.resolve()
            })(),
          )
          await cleanUp.promise
          log.push(`cleaned up after ${turns} turns`)
        }
        await io(sleep(0))
        log.push('io goes on: an async function hears of a scope once')
      })
    })
    log.push(`cancelled: ${result.cancelled}`)
  })
  expect(log).toEqual([
    'CancelledError: enough',
    'cleaned up after 100 turns',
    'io goes on: an async function hears of a scope once',
    'cancelled: false',
  ])
})
