import {
  AsyncExitStack,
  type Awaitable,
  asCompleted,
  asyncContextManager,
  asyncFor,
  asyncGenerator,
  asyncWith,
  Context,
  coroutine,
  createTask,
  currentTask,
  type EventLoop,
  emit,
  Future,
  gather,
  getRunningLoop,
  InvalidStateError,
  newEventLoop,
  provide,
  Runner,
  RuntimeError,
  race,
  run,
  type Suspension,
  shield,
  sleep,
  TaskGroup,
  Timeout,
  taskGroup,
  timeout,
  timeoutAt,
  toThread,
  wait,
  waitFor,
} from '@acoro/core'
import { WaitQueue } from '@acoro/core/lowlevel'
import { describe, expect, test } from 'vitest'
import { drive, runVirtual, TestHost } from './support/virtual.ts'

type ErrorClass = new (message?: string) => Error
/** What is called, the class of what it throws, and its message, or a part of it. */
type Row = [what: string, call: () => unknown, type: ErrorClass, message: string]

function refuses([what, call, type, message]: Row): void {
  let seen: unknown = 'nothing'
  try {
    call()
  } catch (error) {
    seen = [(error as Error).constructor, (error as Error).message]
  }
  expect({ [what]: seen }).toEqual({ [what]: [type, expect.stringContaining(message)] })
}

/** Every row is called inside a running task, and throws at the call. */
function table(title: string, rows: () => Row[]): void {
  test(title, () => {
    runVirtual(function* main() {
      for (const row of rows()) refuses(row)
    })
  })
}

/** What awaiting it throws. */
function* errorOf(awaitable: Awaitable<unknown>): Generator<Suspension, string, unknown> {
  try {
    yield* awaitable
  } catch (error) {
    return String(error)
  }
  return 'no error'
}

const work = coroutine(function* work() {
  yield* sleep(1)
  return 'done'
})
const numbers = asyncGenerator(function* numbers() {
  yield* emit(yield* sleep(1, 1))
  yield* emit(2)
})

describe('a time that is none', () => {
  const nan = 'a number, got NaN'
  const scope = new Timeout(null)
  table('is refused at the call, by whatever waits', () => [
    ['sleep NaN', () => sleep(Number.NaN), RangeError, `Expected a delay in milliseconds, ${nan}`],
    [
      'sleep text',
      () => sleep('1' as never),
      TypeError,
      'Expected a delay in milliseconds, a number, got the string "1"',
    ],
    ['sleep nothing', () => sleep(undefined as never), TypeError, 'got undefined'],
    ['sleep bigint', () => sleep(1n as never), TypeError, 'got the bigint 1'],
    ['timeout', () => timeout(Number.NaN, work()), RangeError, `Expected a timeout in milliseconds, ${nan}`],
    ['timeout nothing', () => timeout(undefined as never, work()), TypeError, 'got undefined'],
    [
      'timeoutAt',
      () => timeoutAt(Number.NaN, work()),
      RangeError,
      `Expected a deadline in milliseconds, ${nan}`,
    ],
    ['timeoutAt Date', () => timeoutAt(new Date(0) as never, work()), TypeError, 'got a Date'],
    ['Timeout', () => new Timeout(Number.NaN), RangeError, `Expected a deadline in milliseconds, ${nan}`],
    [
      'reschedule',
      () => scope.reschedule(Number.NaN),
      RangeError,
      `Expected a deadline in milliseconds, ${nan}`,
    ],
    ['waitFor', () => waitFor(work(), Number.NaN), RangeError, `Expected a timeout in milliseconds, ${nan}`],
    ['waitFor nothing', () => waitFor(work(), undefined as never), TypeError, 'got undefined'],
    [
      'wait',
      () => wait([new Future()], { timeout: '5' as never }),
      TypeError,
      'Expected a timeout in milliseconds',
    ],
    ['asCompleted', () => asCompleted([], { timeout: Number.NaN }), RangeError, nan],
    [
      'callAt',
      () => getRunningLoop().callAt(Number.NaN, () => {}),
      RangeError,
      `Expected a time in milliseconds, ${nan}`,
    ],
  ])

  test('is not one that has passed: that is no time at all', () => {
    runVirtual(function* main() {
      const loop = getRunningLoop()
      expect(yield* sleep(-1, 'at once')).toBe('at once')
      expect(yield* errorOf(timeout(-5, sleep(1)))).toBe("TimeoutError: 'sleep' timed out after 0 ms")
      expect(loop.callLater(-5, () => {}).when()).toBe(loop.time() - 5)
    })
  })
})

describe('a coroutine', () => {
  test('awaited a second time is a RuntimeError, whatever kind it is and whoever awaits it', () => {
    runVirtual(function* main() {
      const reused = (name: string) => `RuntimeError: cannot reuse already awaited coroutine '${name}'`
      const slept = sleep(1)
      yield* slept
      expect(yield* errorOf(slept)).toBe(reused('sleep'))
      const worked = work()
      yield* worked
      expect(yield* errorOf(worked)).toBe(reused('work'))
      expect(() => createTask(worked)).toThrow(RuntimeError)
      expect(() => gather(worked)).toThrow("cannot reuse already awaited coroutine 'work'")
      expect(yield* errorOf(timeout(5, worked))).toBe(reused('work'))
      const next = numbers().anext()
      yield* next
      expect(yield* errorOf(next)).toBe(reused('anext'))
      const waiting = waitFor(sleep(1), 5)
      yield* waiting
      expect(yield* errorOf(waiting)).toBe(reused('waitFor'))
    })
  })
})

describe('something of another loop', () => {
  test('is refused where it is awaited, and where it is gathered', () => {
    runVirtual(function* main() {
      const other = newEventLoop()
      const foreign = other.createFuture<void>()
      const attached =
        /^RuntimeError: Task <Task pending .*> got <Future pending.*> attached to a different loop$/
      expect(yield* errorOf(foreign)).toMatch(attached)
      expect(yield* errorOf(shield(foreign))).toMatch(attached)
      expect(yield* errorOf(waitFor(foreign, 5))).toMatch(attached)
      expect(yield* errorOf(timeout(5, foreign))).toMatch(attached)
      expect(() => gather(new Future(), foreign)).toThrow(
        'The future belongs to a different loop than the one named',
      )
      expect(() => asCompleted([foreign])).toThrow(RangeError)
      // Nothing of that may be left behind: the future can still be used by its own loop.
      foreign.setResult()
      other.close()
    })
  })
})

describe('a loop', () => {
  test('that runs cannot be run again, by any of the ways to run one', async () => {
    const attempts: Promise<unknown>[] = []
    runVirtual(function* main() {
      const loop = getRunningLoop()
      attempts.push(
        loop.runForever(),
        loop.runUntilComplete(new Future()),
        newEventLoop().runUntilComplete(sleep(1)),
        new Runner().run(work),
        run(work),
      )
    })
    const outcomes = await Promise.allSettled(attempts)
    expect(outcomes.map((outcome) => outcome.status === 'rejected' && String(outcome.reason))).toEqual([
      'RuntimeError: This event loop is already running',
      'RuntimeError: This event loop is already running',
      'RuntimeError: Cannot run the event loop while another loop is running: await it from outside a coroutine',
      'RuntimeError: Runner.run() cannot be called from a running event loop',
      'RuntimeError: run() cannot be called from a running event loop: `yield*` the coroutine instead',
    ])
  })

  test('that is closed takes nothing more', async () => {
    const host = new TestHost()
    const loop = newEventLoop({ host })
    loop.close()
    const closed = 'Event loop is closed: make a new one, or use run()'
    const calls: ((loop: EventLoop) => unknown)[] = [
      (loop) => loop.callSoon(() => {}),
      (loop) => loop.callSoonThreadsafe(() => {}),
      (loop) => loop.callLater(1, () => {}),
      (loop) => loop.callAt(1, () => {}),
      (loop) => loop.createTask(work()),
      (loop) => loop.runInExecutor(null, () => 1),
      (loop) => loop.addSignalHandler('SIGUSR2', () => {}),
    ]
    for (const call of calls) refuses([String(call), () => call(loop), RuntimeError, closed])
    await expect(loop.runForever()).rejects.toThrow(closed)
    await expect(loop.runUntilComplete(work())).rejects.toThrow(closed)
    // What takes things back, and what only asks, goes on.
    loop.stop()
    drive(loop, host)
    expect([loop.isClosed(), loop.isRunning()]).toEqual([true, false])
    expect(loop.removeSignalHandler('SIGUSR2')).toBe(false)
  })

  test('is needed by what makes futures and tasks at the call', () => {
    const none = 'no running event loop'
    const queue = new WaitQueue()
    const future = newEventLoop().createFuture()
    const calls = [
      () => new Future(),
      () => createTask(work()),
      () => currentTask(),
      () => gather(work()),
      () => shield(work()),
      () => asCompleted([future]),
      () => queue.park(),
      () => getRunningLoop(),
    ]
    for (const call of calls) refuses([String(call), call, RuntimeError, none])
    expect(queue.size).toBe(0)
  })
})

describe('what has to be in a task', () => {
  test('says so in a plain callback', () => {
    const errors: string[] = []
    runVirtual(function* main() {
      getRunningLoop().callSoon(() => {
        for (const begin of [
          () => new Timeout(5).aenter().next(),
          () => new TaskGroup().aenter().next(),
          () => timeout(5, work()).next(),
          () => taskGroup(function* () {}).next(),
        ]) {
          try {
            begin()
          } catch (error) {
            errors.push(String(error))
          }
        }
      })
      yield* sleep(1)
    })
    expect(errors).toEqual([
      'RuntimeError: Timeout should be used inside a task',
      'RuntimeError: <TaskGroup> cannot determine the parent task: use it inside a task',
      'RuntimeError: Timeout should be used inside a task',
      'RuntimeError: <TaskGroup> cannot determine the parent task: use it inside a task',
    ])
  })

  test('is a block that is entered once', () => {
    runVirtual(function* main() {
      const group = new TaskGroup()
      const scope = new Timeout(5)
      yield* asyncWith(group, () => work())
      yield* asyncWith(scope, () => work())
      expect(yield* errorOf(asyncWith(group, () => work()))).toBe(
        'RuntimeError: <TaskGroup entered> has already been entered',
      )
      expect(yield* errorOf(asyncWith(scope, () => work()))).toBe(
        'RuntimeError: Timeout has already been entered',
      )
      refuses([
        'the second time',
        () => group.createTask(work()),
        RuntimeError,
        '<TaskGroup entered> is finished',
      ])
      refuses([
        'the second time',
        () => scope.reschedule(5),
        RuntimeError,
        'Cannot change state of finished Timeout',
      ])
    })
  })

  test('is no group that is shutting down: it takes no task', () => {
    const errors: string[] = []
    runVirtual(function* main() {
      yield* taskGroup(function* (group) {
        group.createTask(
          (function* () {
            try {
              yield* sleep(50)
            } finally {
              refuses(['createTask', () => group.createTask(work()), RuntimeError, 'is shutting down'])
              errors.push('refused')
            }
          })(),
        )
        yield* sleep(1)
        group.cancel()
        yield* sleep(1)
      })
    })
    expect(errors).toEqual(['refused'])
  })
})

describe('what cannot be awaited', () => {
  const wanted = 'Expected a future, a coroutine or an awaitable, got'
  table('is refused at the call', () => [
    ['gather', () => gather(5 as never), TypeError, `${wanted} the number 5`],
    ['gather list', () => gather([work, 5] as never), TypeError, `${wanted} the function work: call it`],
    ['shield', () => shield(null as never), TypeError, `${wanted} null`],
    [
      'shield promise',
      () => shield(Promise.resolve() as never),
      TypeError,
      'wrap a promise with fromPromise()',
    ],
    ['asCompleted', () => asCompleted(['x'] as never), TypeError, `${wanted} the string "x"`],
    ['race', () => race([work(), 5] as never), TypeError, `${wanted} the number 5`],
    ['waitFor', () => waitFor(5 as never, 5), TypeError, 'Expected an awaitable, got the number 5'],
    ['wait', () => wait([null] as never), TypeError, 'Expected only futures and tasks to wait for, got null'],
    [
      'taskGroup',
      () => taskGroup(null as never),
      TypeError,
      'Expected a generator function (function*) or an awaitable, got null',
    ],
    [
      'asyncWith manager',
      () => asyncWith({} as never, () => work()),
      TypeError,
      'Expected a manager with aenter() and aexit(), got an object',
    ],
    [
      'asyncWith body',
      () => asyncWith(new TaskGroup(), 5 as never),
      TypeError,
      'Expected a generator function (function*), got the number 5',
    ],
    ['exit stack', () => new AsyncExitStack().enterAsyncContext(5 as never), TypeError, 'got the number 5'],
    ['exit', () => new AsyncExitStack().pushAsyncExit({} as never), TypeError, 'Expected a manager'],
    [
      'asyncFor source',
      () => asyncFor([] as never, () => work()),
      TypeError,
      'Expected a source with anext() to go through, got an array of 0',
    ],
    ['asyncFor body', () => asyncFor(numbers(), 5 as never), TypeError, 'got the number 5'],
    [
      'asyncGenerator',
      () => asyncGenerator(5 as never),
      TypeError,
      'Expected a generator function (function*), got the number 5',
    ],
    [
      'asyncGenerator of async',
      () => asyncGenerator(async function load() {} as never),
      TypeError,
      'got the function load',
    ],
    [
      'asyncContextManager',
      () => asyncContextManager((() => 1) as never),
      TypeError,
      'Expected a generator function (function*), got a function',
    ],
    ['toThread', () => toThread(work as never), TypeError, 'got the coroutine function work'],
    ['context', () => new Context().run(null as never), TypeError, 'got null'],
    [
      'default executor',
      () => getRunningLoop().setDefaultExecutor({} as never),
      TypeError,
      'Expected an executor, got an object',
    ],
    ['hook', () => getRunningLoop().addHook(null as never), TypeError, 'Expected a hook object, got null'],
    [
      'stack',
      () => currentTask()?.getStack({ limit: -1 }),
      RangeError,
      'Expected the limit of a stack, an integer from 0, got the number -1',
    ],
    ['outcome', () => new Future().result(), InvalidStateError, 'Result is not set.'],
  ])

  test('is refused where a body gives it', () => {
    runVirtual(function* main() {
      const later = async () => {}
      const gave =
        /^TypeError: Expected a generator function \(function\*\), got .*, which returned a Promise; wrap a promise with fromPromise\(\) of @acoro\/compat$/
      expect(yield* errorOf(timeout(5, later as never))).toMatch(gave)
      expect(yield* errorOf(taskGroup(later as never))).toContain('which returned a Promise')
      expect(yield* errorOf(asyncWith(new Timeout(5), later as never))).toMatch(gave)
      expect(yield* errorOf(asyncFor(numbers(), later as never))).toMatch(gave)
    })
  })
})

describe('an async generator', () => {
  test('used out of its order says so', () => {
    runVirtual(function* main() {
      expect(yield* errorOf(numbers().asend('early'))).toBe(
        'TypeError: Cannot send the string "early" to an async generator that has not begun',
      )
      const generator = numbers()
      const first = createTask(generator.anext())
      yield* sleep(0)
      yield* sleep(0)
      const running = 'RuntimeError: <async generator numbers>: asynchronous generator is already running'
      for (const call of [generator.anext(), generator.athrow(new Error('in')), generator.aclose()]) {
        expect(yield* errorOf(call)).toBe(running)
      }
      expect(yield* first).toEqual({ done: false, value: 1 })
      yield* generator.aclose()
      expect(yield* generator.anext()).toEqual({ done: true, value: undefined })
      expect(yield* errorOf(generator.athrow(new Error('late')))).toBe('Error: late')
    })
  })

  test('emits in its own body only', () => {
    runVirtual(function* main() {
      expect(yield* errorOf(emit(1) as never)).toBe(
        'TypeError: Task got bad yield: an Emission, outside an async generator',
      )
    })
  })

  test('behind a manager provides once', () => {
    const never = asyncContextManager(function* never() {
      yield* sleep(1)
      if (getRunningLoop().isClosed()) yield* provide(1)
    })
    const twice = asyncContextManager(function* twice() {
      yield* provide(1)
      yield* provide(2)
    })
    runVirtual(function* main() {
      expect(yield* errorOf(asyncWith(never(), () => work()))).toBe(
        "RuntimeError: <async generator never> didn't yield: it ended without provide()",
      )
      expect(yield* errorOf(asyncWith(twice(), () => work()))).toBe(
        "RuntimeError: <async generator twice> didn't stop: it called provide() a second time",
      )
    })
  })
})
