import { getEventListeners } from 'node:events'
import { cancelOnAbort, fromPromise, once, taskSignal, timeoutSignal, toPromise } from '@acoro/compat'
import { coroutine, createTask, gather, getRunningLoop, newEventLoop, run, sleep, timeout } from '@acoro/core'
import { expect, test } from 'vitest'
import { onlyOn } from '../../../../scripts/runtimes/only-on.ts'

test('a task has one signal, which is aborted by cancel() itself', async () => {
  await run(function* main() {
    const signals: AbortSignal[] = []
    const work = coroutine(function* work() {
      signals.push(taskSignal(), taskSignal())
      yield* sleep(60_000)
    })
    const task = createTask(work())
    yield* sleep(0)
    expect(signals[0]).toBe(signals[1])
    expect(signals[0]?.aborted).toBe(false)
    task.cancel('enough')
    expect(signals[0]?.aborted).toBe(true)
    expect(signals[0]?.reason).toMatchObject({
      name: 'AbortError',
      message: 'The operation was aborted: its task was cancelled: enough',
      cause: { message: 'enough' },
    })
  })
})

test('a task that ends by itself aborts nothing', async () => {
  await run(function* main() {
    const task = createTask(
      (function* () {
        return taskSignal()
      })(),
    )
    const signal = yield* task
    yield* sleep(0)
    task.cancel()
    expect(signal.aborted).toBe(false)
    expect(Object.hasOwn(task, 'cancel')).toBe(false)
  })
})

test('a timeout aborts the signal, and the task has a new one afterwards', async () => {
  await run(function* main() {
    const signals: AbortSignal[] = []
    try {
      yield* timeout(1, function* () {
        signals.push(taskSignal())
        yield* sleep(60_000)
      })
    } catch {}
    signals.push(taskSignal())
    expect(signals.map((signal) => signal.aborted)).toEqual([true, false])
  })
})

test('asked for after the cancel it is aborted already', async () => {
  await run(function* main() {
    const task = createTask(sleep(60_000))
    task.cancel()
    expect(taskSignal(task).aborted).toBe(true)
    yield* sleep(0)
    yield* sleep(0)
    const another = createTask(sleep(60_000))
    another.cancel()
    yield* sleep(0)
    yield* sleep(0)
    expect(taskSignal(another).aborted).toBe(true)
  })
})

test('the signal of a task needs a task', async () => {
  expect(() => taskSignal()).toThrow('taskSignal() needs a task: call it in a coroutine, or name the task')
  expect(() => taskSignal(sleep(1) as never)).toThrow('Expected a task, got a Coroutine')
  await run(function* main() {
    expect(() => taskSignal(getRunningLoop().createFuture() as never)).toThrow(
      'Expected a task, got a Future',
    )
  })
})

test('aborting a signal cancels the task, with the reason as message', async () => {
  const controller = new AbortController()
  await run(function* main() {
    const task = createTask(sleep(60_000))
    cancelOnAbort(task, controller.signal)
    yield* sleep(0)
    controller.abort(new Error('user left'))
    try {
      yield* task
    } catch (error) {
      expect((error as Error).message).toBe('user left')
    }
    expect(task.cancelled()).toBe(true)
  })
})

test('a signal that is aborted already cancels at once', async () => {
  await run(function* main() {
    const task = createTask(sleep(60_000))
    cancelOnAbort(task, AbortSignal.abort())
    yield* sleep(0)
    yield* sleep(0)
    expect(task.cancelled()).toBe(true)
  })
})

test('disposed, or with a task that is done, nothing is left on the signal', async () => {
  const controller = new AbortController()
  const listeners = () => getEventListeners(controller.signal, 'abort').length
  await run(function* main() {
    const kept = createTask(sleep(1, 'kept'))
    const link = cancelOnAbort(kept, controller.signal)
    expect(listeners()).toBe(1)
    link[Symbol.dispose]()
    expect(listeners()).toBe(0)
    const done = createTask(sleep(0))
    cancelOnAbort(done, controller.signal)
    yield* done
    yield* sleep(0)
    expect(listeners()).toBe(0)
    cancelOnAbort(done, controller.signal)
    expect(listeners()).toBe(0)
    controller.abort()
    expect(yield* kept).toBe('kept')
  })
})

test('one listener serves all who use a signal at once', async () => {
  const controller = new AbortController()
  const promises = Array.from({ length: 100 }, () => toPromise(sleep(60_000), controller))
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(1)
  controller.abort()
  const outcomes = await Promise.allSettled(promises)
  expect(new Set(outcomes.map(({ status }) => status))).toEqual(new Set(['rejected']))
  expect(getEventListeners(controller.signal, 'abort')).toHaveLength(0)
})

onlyOn('server', 'only there somebody is warned')(
  '10,000 uses of one long-lived signal, at once and in turn, warn nobody',
  async () => {
    const warnings: Error[] = []
    const collect = (warning: Error) => warnings.push(warning)
    process.on('warning', collect)
    const { signal } = new AbortController()
    await Promise.all(Array.from({ length: 10_000 }, () => toPromise(sleep(0), { signal })))
    for (let use = 0; use < 10_000; use++) await toPromise(sleep(0), { signal })
    await run(function* main() {
      for (let use = 0; use < 10_000; use++) cancelOnAbort(createTask(sleep(0)), signal)
      yield* sleep(0)
      yield* sleep(0)
      yield* sleep(0)
    })
    await new Promise((resolve) => setImmediate(resolve))
    process.off('warning', collect)
    expect(warnings).toEqual([])
    expect(getEventListeners(signal, 'abort')).toHaveLength(0)
  },
)

test('a timeout signal is aborted on the clock of the loop', async () => {
  let now = 0
  let alarm: { at: number; run: () => void } | undefined
  const loop = newEventLoop({
    host: {
      now: () => now,
      enter: (job) => void Promise.resolve().then(job),
      breathe: (job) => void setImmediate(job),
      arm: (delay, job) => {
        alarm = { at: now + delay, run: job }
      },
      disarm: () => {
        alarm = undefined
      },
    },
  })
  let signal: AbortSignal | undefined
  const running = loop.runForever()
  const made = toPromise(
    (function* () {
      signal = timeoutSignal(3_600_000)
    })(),
    { loop },
  )
  await made
  await new Promise((resolve) => setImmediate(resolve))
  expect([signal?.aborted, alarm?.at]).toEqual([false, 3_600_000])
  now = 3_600_000
  alarm?.run()
  expect(signal?.reason).toMatchObject({
    name: 'TimeoutError',
    message: 'The operation was aborted: 3600000 ms are over',
  })
  loop.stop()
  await running
})

test('a timeout signal that is disposed takes its timer back', async () => {
  await run(function* main() {
    const signal = timeoutSignal(1)
    signal[Symbol.dispose]()
    yield* sleep(2)
    expect(signal.aborted).toBe(false)
  })
})

test('signals go together with those of the platform', async () => {
  await run(function* main() {
    using deadline = timeoutSignal(1)
    const either = AbortSignal.any([deadline, taskSignal()])
    const aborted = new Promise((resolve) => either.addEventListener('abort', resolve))
    yield* fromPromise(aborted)
    expect(either.reason).toHaveProperty('name', 'TimeoutError')
  })
})

test('wrong arguments are refused', async () => {
  const { signal } = new AbortController()
  expect(() => cancelOnAbort(sleep(1) as never, signal)).toThrow(
    'Expected a task or a future, got a Coroutine',
  )
  expect(() => timeoutSignal(Number.NaN)).toThrow('Expected a timeout in milliseconds, a number, got NaN')
  expect(() => timeoutSignal(1)).toThrow('no running event loop')
  await run(function* main() {
    expect(() => cancelOnAbort(createTask(sleep(0)), null as never)).toThrow(
      'Expected an AbortSignal, got null',
    )
  })
})

test('a signal may be aborted with anything', async () => {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  const reasons: [reason: unknown, message: string][] = [
    [Object.create(null), 'aborted: an object'],
    [Symbol('enough'), 'aborted: Symbol(enough)'],
    [null, 'aborted: null'],
    [Object.assign(new Error(), { message: 5 }), 'aborted: an Error'],
    [proxy, 'aborted: an object that cannot be looked at'],
    [new Error('enough'), 'enough'],
  ]
  for (const [reason, message] of reasons) {
    await run(function* main() {
      const controller = new AbortController()
      const task = createTask(sleep(1000))
      cancelOnAbort(task, controller.signal)
      yield* sleep(0)
      controller.abort(reason)
      const [error] = yield* gather([task], { returnExceptions: true })
      expect(error).toMatchObject({ name: 'CancelledError', message })
    })
  }
})

onlyOn('server', 'it listens to the errors of a process')(
  'a task whose cancel throws does not keep the others from being cancelled',
  async () => {
    await run(function* main() {
      const controller = new AbortController()
      const [odd, other] = [createTask(sleep(1)), createTask(sleep(1000))]
      Object.defineProperty(odd, 'cancel', {
        value: () => {
          throw new Error('not me')
        },
      })
      cancelOnAbort(odd, controller.signal)
      cancelOnAbort(other, controller.signal)
      yield* sleep(0)
      const uncaught = once(process, 'uncaughtException')
      const heard = createTask(uncaught)
      yield* sleep(0)
      controller.abort()
      expect((yield* heard)[0]).toEqual(new Error('not me'))
      yield* odd
      expect(other.cancelled()).toBe(true)
    })
  },
)
