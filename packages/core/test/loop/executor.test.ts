import {
  ContextVar,
  type EventLoop,
  type Executor,
  getRunningLoop,
  InlineExecutor,
  newEventLoop,
  run,
  type ShutdownOptions,
  sleep,
  toThread,
} from '@acoro/core'
import { adoptExecutor, externalsOf } from '@acoro/core/lowlevel'
import { expect, test, vi } from 'vitest'

const add = (a: number, b: number): number => a + b

/** Notes how it is shut down. */
class Recorder extends InlineExecutor implements Executor {
  readonly shutdowns: ShutdownOptions[] = []

  override shutdown(options: ShutdownOptions = {}) {
    this.shutdowns.push(options)
    return super.shutdown(options)
  }
}

test('toThread runs a function in the default executor', async () => {
  const result = await run(function* main() {
    return yield* toThread(add, 1, 2)
  })
  expect(result).toBe(3)
})

test('toThread copies the context: what the function sets stays there', async () => {
  const user = new ContextVar('user', { default: 'nobody' })
  const seen = await run(function* main() {
    user.set('ada')
    const inside = yield* toThread(() => {
      const before = user.get()
      user.set('bob')
      return before
    })
    return [inside, user.get()]
  })
  expect(seen).toEqual(['ada', 'ada'])
})

test('toThread refuses at the call what is no function', () => {
  expect(() => toThread(undefined as never)).toThrow(
    'Expected a function to run in the executor, got undefined',
  )
})

test('a function that gives a promise is waited for', async () => {
  const result = await run(function* main() {
    return yield* toThread(async () => 'later')
  })
  expect(result).toBe('later')
})

test('the loop knows of a job for as long as it may be woken by it', async () => {
  const seen = await run(function* main() {
    const loop = getRunningLoop()
    const counts: number[] = []
    const future = loop.runInExecutor(null, add, 1, 2)
    counts.push(externalsOf(loop).size)
    yield* future
    counts.push(externalsOf(loop).size)
    loop.runInExecutor(null, add, 1, 2).cancel()
    counts.push(externalsOf(loop).size)
    return counts
  })
  expect(seen).toEqual([1, 0, 0])
})

test('a cancelled job never begins', async () => {
  const ran = vi.fn()
  await run(function* main() {
    const loop = getRunningLoop()
    const future = loop.runInExecutor(null, ran)
    loop.callSoon(() => undefined)
    future.cancel()
    yield* sleep(0)
    yield* sleep(0)
  })
  expect(ran).not.toHaveBeenCalled()
})

test('shutdown waits for a promise at most as long as its timeout', async () => {
  await run(function* main() {
    const executor = new InlineExecutor(getRunningLoop())
    executor.submit(() => new Promise<never>(() => undefined))
    yield* sleep(0)
    yield* executor.shutdown({ timeout: 1 })
  })
})

test('shutdown refuses a timeout that is no time', () => {
  const loop = newEventLoop()
  const executor = new InlineExecutor(loop)
  expect(() => executor.shutdown({ timeout: -1 })).toThrow('to be 0 or more, got -1')
  expect(() => executor.shutdown({ timeout: '1' as never })).toThrow('a number, got the string "1"')
  expect(() => loop.shutdownDefaultExecutor({ timeout: Number.NaN })).toThrow('a number, got NaN')
})

test('the default executor and those a loop has adopted are shut down at the end of run', async () => {
  let own: Recorder | undefined
  let adopted: Recorder | undefined
  await run(function* main() {
    const loop = getRunningLoop()
    own = new Recorder(loop)
    adopted = new Recorder(loop)
    loop.setDefaultExecutor(own)
    adoptExecutor(loop, adopted)
    adoptExecutor(loop, own)
    yield* sleep(0)
  })
  expect(own?.shutdowns).toEqual([{ timeout: 300_000 }])
  expect(adopted?.shutdowns).toEqual([{ timeout: 300_000 }])
})

test('a loop that is closed without run shuts its executors down and does not wait', () => {
  const loop: EventLoop = newEventLoop()
  const executor = new Recorder(loop)
  loop.setDefaultExecutor(executor)
  loop.close()
  expect(executor.shutdowns).toEqual([{ wait: false }])
  expect(() => executor.submit(add, 1, 2)).toThrow('cannot submit a job after shutdown')
})

test('after shutdownDefaultExecutor there is none', async () => {
  await run(function* main() {
    const loop = getRunningLoop()
    yield* loop.runInExecutor(null, add, 1, 2)
    yield* loop.shutdownDefaultExecutor()
    expect(() => loop.runInExecutor(null, add, 1, 2)).toThrow('Executor shutdown has been called')
  })
})

test('a plain function that returns a coroutine fails, and says what to do', async () => {
  const outcome = run(function* main() {
    const inline = new InlineExecutor(getRunningLoop())
    yield* getRunningLoop().runInExecutor(inline, () => sleep(1))
  })
  await expect(outcome).rejects.toThrow("Cannot await coroutine 'sleep': yield* it")
})
