import { getEventListeners } from 'node:events'
import { fromPromise, toPromise } from '@acoro/compat'
import { CancelledError, coroutine, getRunningLoop, newEventLoop, run, sleep } from '@acoro/core'
import { expect, test } from 'vitest'
import { collectUnhandled, deferred } from '../support.ts'

const tidy = coroutine(function* tidy(log: string[]) {
  try {
    log.push('begun')
    yield* fromPromise(new Promise(() => {}))
  } finally {
    yield* sleep(0)
    log.push('cleaned up')
  }
})

test('a coroutine becomes a promise of its result, on the running loop', async () => {
  await run(function* main() {
    const loop = getRunningLoop()
    const work = coroutine(function* work() {
      yield* sleep(0)
      return getRunningLoop() === loop
    })
    expect(yield* fromPromise(toPromise(work()))).toBe(true)
  })
})

test('outside any loop it runs on one in the background', async () => {
  expect(await toPromise(sleep(0, 'done'))).toBe('done')
})

test('on a loop that is named it runs when that loop does', async () => {
  const loop = newEventLoop()
  const promise = toPromise(sleep(0, 'done'), { loop })
  void loop.runForever()
  expect(await promise).toBe('done')
  loop.stop()
})

test('an error is a rejection, and nobody else is told', async () => {
  const failure = new Error('failed')
  const fail = coroutine(function* fail() {
    yield* sleep(0)
    throw failure
  })
  await expect(toPromise(fail())).rejects.toBe(failure)
})

test('a future is not started twice', async () => {
  const reports: unknown[] = []
  await run(function* main() {
    const loop = getRunningLoop()
    loop.setExceptionHandler((_loop, context) => reports.push(context))
    const future = loop.createFuture<number>()
    const promise = toPromise(future)
    future.setException(new Error('told once'))
    try {
      yield* fromPromise(promise)
    } catch (error) {
      expect(error).toHaveProperty('message', 'told once')
    }
  })
  expect(reports).toEqual([])
})

test('aborting cancels, waits for the clean-up and rejects with the reason', async () => {
  const log: string[] = []
  const controller = new AbortController()
  const begun = deferred<void>()
  const work = coroutine(function* work() {
    begun.resolve()
    yield* tidy(log)
  })
  const promise = toPromise(work(), { signal: controller.signal })
  await begun.promise
  const reason = new Error('closed by the user')
  controller.abort(reason)
  log.push('aborted')
  await expect(promise).rejects.toBe(reason)
  expect(log).toEqual(['begun', 'aborted', 'cleaned up'])
})

test('the coroutine is told why', async () => {
  const messages: string[] = []
  const work = coroutine(function* work(begun: () => void) {
    try {
      begun()
      yield* fromPromise(new Promise(() => {}))
    } catch (error) {
      messages.push((error as Error).message)
      throw error
    }
  })
  for (const reason of [new Error('closed'), 'a word']) {
    const controller = new AbortController()
    const begun = deferred<void>()
    const promise = toPromise(work(begun.resolve), { signal: controller.signal })
    await begun.promise
    controller.abort(reason)
    await expect(promise).rejects.toBe(reason)
  }
  expect(messages).toEqual(['closed', 'aborted: a word'])
})

test('with a signal that is aborted already the body never runs', async () => {
  const log: string[] = []
  const promise = toPromise(tidy(log), { signal: AbortSignal.abort() })
  await expect(promise).rejects.toMatchObject({ name: 'AbortError' })
  expect(log).toEqual([])
})

test('a coroutine that refuses to be cancelled gives its result', async () => {
  const controller = new AbortController()
  const begun = deferred<void>()
  const stubborn = coroutine(function* stubborn() {
    try {
      begun.resolve()
      yield* fromPromise(new Promise(() => {}))
    } catch {
      return 'all the same'
    }
  })
  const promise = toPromise(stubborn(), { signal: controller.signal })
  await begun.promise
  controller.abort()
  expect(await promise).toBe('all the same')
})

test('cancelled by somebody else it rejects with CancelledError, whatever the signal', async () => {
  await run(function* main() {
    const future = getRunningLoop().createFuture<void>()
    const promise = toPromise(future, { signal: new AbortController().signal })
    future.cancel('by hand')
    const error = yield* fromPromise(
      promise.then(
        () => undefined,
        (error) => ({ error }),
      ),
    )
    expect(error?.error).toBeInstanceOf(CancelledError)
    expect(error?.error.message).toBe('by hand')
  })
})

test('the signal keeps no listener once the work is done', async () => {
  const { signal } = new AbortController()
  await toPromise(sleep(0), { signal })
  expect(getEventListeners(signal, 'abort')).toEqual([])
})

test('a rejection that nobody handles is unhandled, like that of any promise', async () => {
  const failure = new Error('nobody listens')
  const fail = coroutine(function* fail() {
    throw failure
  })
  const unhandled = collectUnhandled()
  void toPromise(fail())
  expect(await unhandled.stop()).toEqual([failure])
})

test('what cannot be awaited is refused at the call', () => {
  expect(() => toPromise(5 as never)).toThrow(
    new TypeError('Expected a coroutine, a future or another awaitable, got the number 5'),
  )
  expect(() => toPromise(tidy as never)).toThrow('got the function tidy: call it')
  expect(() => toPromise(Promise.resolve() as never)).toThrow('got a Promise')
  expect(() => toPromise(sleep(1), { signal: 'stop' as never })).toThrow(
    new TypeError('Expected an AbortSignal as the option signal of toPromise(), got the string "stop"'),
  )
  expect(() => toPromise(sleep(1), { signal: new AbortController() as never })).toThrow(
    'got an AbortController: pass its `signal`',
  )
  expect(() => toPromise(sleep(1), { loop: {} as never })).toThrow(
    'Expected an event loop as the option loop of toPromise(), got an object',
  )
})

test('a future of another loop than the one named is refused', () => {
  const future = newEventLoop().createFuture<void>()
  expect(() => toPromise(future, { loop: newEventLoop() })).toThrow(
    new RangeError('The future belongs to a different loop than the one named'),
  )
})
