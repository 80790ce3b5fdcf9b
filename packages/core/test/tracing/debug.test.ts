import {
  coroutine,
  createTask,
  currentTask,
  type DebugWarning,
  type EventLoop,
  Future,
  getRunningLoop,
  newEventLoop,
  sleep,
} from '@acoro/core'
import { creationPlace, warnUnclosed } from '@acoro/core/lowlevel'
import { describe, expect, test } from 'vitest'
import { runVirtual, type TestHost } from '../support/virtual.ts'

/** Runs `main` in debug mode and gives the warnings. */
function warningsOf(
  main: (host: TestHost) => Generator<Future<unknown> | undefined, unknown, unknown>,
): DebugWarning[] {
  const warnings: DebugWarning[] = []
  let world: TestHost | undefined
  runVirtual(
    () => main(world as TestHost),
    (loop: EventLoop, host) => {
      world = host
      loop.setDebug(true)
      loop.setExceptionHandler((_, { warning }) => {
        if (warning !== undefined) warnings.push(warning as DebugWarning)
      })
    },
  )
  return warnings
}

const work = coroutine(function* work() {
  yield* sleep(1)
})

describe('debug mode', () => {
  test('tells of a coroutine that was never awaited, and where it was made, once', () => {
    const [warning, ...more] = warningsOf(function* main() {
      work()
      sleep(5)
      yield* work()
      createTask(work())
      work().close()
      yield* sleep(1)
    })
    expect(warning?.name).toBe('NeverAwaitedWarning')
    expect(warning?.message).toMatch(
      /^coroutine 'work' was never awaited: yield\* it, or make it a task\. It was made\n[\s\S]*debug\.test\.ts/,
    )
    expect(more.map(({ message }) => message.split(' ')[1])).toEqual(["'sleep'"])
  })

  test('does not take what stands for the coroutine of a task that ended eagerly for one that waits', () => {
    const warnings = warningsOf(function* main() {
      const task = createTask(work(), { eager: true })
      const done = createTask((function* () {})(), { eager: true })
      expect(String(done)).toContain('coro=<coroutine() done>')
      expect(() => done.coro.next()).toThrow('cannot reuse already awaited coroutine')
      yield* task
    })
    expect(warnings).toEqual([])
  })

  test('tells of a callback and of a step that keep the thread too long', () => {
    const warnings = warningsOf(function* main(host) {
      const loop = getRunningLoop()
      loop.slowCallbackDuration = 50
      loop.callSoon(function blocking() {
        host.time += 60
      })
      yield* sleep(0)
      createTask(
        (function* () {
          host.time += 123
        })(),
        { name: 'greedy' },
      )
      yield* sleep(0)
      yield* sleep(0)
    })
    expect(warnings.map(({ name }) => name)).toEqual(['SlowCallbackWarning', 'SlowCallbackWarning'])
    expect(warnings[0]?.message).toMatch(
      /^Executing <Handle blocking\(\) created at .*debug\.test\.ts:\d+> took 60 ms: let other tasks run with sleep\(0\)/,
    )
    expect(warnings[1]?.message).toMatch(
      /^Executing <Task finished name='greedy' .*created at .*debug\.test\.ts:\d+.* took 123 ms/,
    )
  })

  test('tells of a task that swallowed its cancellation, and not of one that took it back', () => {
    const warnings = warningsOf(function* main() {
      const waiting = coroutine(function* waiting() {
        yield* sleep(100)
      })
      const swallowing = function* swallowing(takeBack: boolean) {
        try {
          yield* waiting()
        } catch {
          if (takeBack) currentTask()?.uncancel()
        }
      }
      const tasks = [createTask(swallowing(false), { name: 'deaf' }), createTask(swallowing(true))]
      yield* sleep(1)
      for (const task of tasks) task.cancel()
      yield* sleep(1)
    })
    expect(warnings.map((warning) => String(warning).split('\n'))).toEqual([
      [
        "SwallowedCancellationWarning: task 'deaf' was cancelled, swallowed the CancelledError and returned: let it pass " +
          '(throwIfCancelled(error)), or call uncancel() if the cancellation was yours to handle. It was thrown',
        expect.stringMatching(/^ {4}at waiting \(.*debug\.test\.ts:\d+:\d+\)$/),
        expect.stringMatching(/^ {4}at swallowing \(.*debug\.test\.ts:\d+:\d+\)$/),
      ],
    ])
  })

  test('tells of what is done to another loop, once for each place; what is handed over is right', () => {
    const other = newEventLoop()
    const warnings = warningsOf(function* main() {
      for (let n = 0; n < 2; n++) {
        other.callSoon(() => {})
        other.callLater(5, () => {})
        other.createFuture<void>().setResult()
        other.callSoonThreadsafe(() => {})
        getRunningLoop().callSoon(() => {})
      }
      yield* sleep(1)
    })
    other.close()
    expect(warnings.map(({ name }) => name)).toEqual(Array(3).fill('ForeignLoopWarning'))
    expect(warnings.map(({ message }) => message.split(' by the code')[0])).toEqual([
      'callSoon() was called',
      'callLater() was called',
      'the result of a future was set',
    ])
    expect(warnings[0]?.message).toMatch(
      /hand it over with callSoonThreadsafe\(\) of its own loop\. It was done\n(?: +at main |main@).*debug\.test\.ts/,
    )
  })

  test('gives libraries the place they were called from, and tells what they find unclosed, once', () => {
    const places: (string | undefined)[] = []
    function openSomething(): void {
      const loop = getRunningLoop()
      places.push(creationPlace(openSomething))
      warnUnclosed(loop, 'something was left open')
      warnUnclosed(loop, 'something was left open')
    }
    const warnings = warningsOf(function* opener() {
      openSomething()
    })
    expect(warnings.map(({ name, message }) => `${name}: ${message}`)).toEqual([
      'ResourceWarning: something was left open',
    ])
    expect(places[0]).toMatch(/^(?: +at .*opener |opener@).*debug\.test\.ts/)
    runVirtual(function* () {
      openSomething()
    })
    expect(places[1]).toBeUndefined()
  })

  test('remembers where tasks, futures and handles were made, and tells the exception handler', () => {
    const contexts: Record<string, unknown>[] = []
    runVirtual(
      function* main() {
        const future = new Future<void>()
        expect(String(future)).toMatch(/^<Future pending created at .*debug\.test\.ts:\d+>$/)
        future.setException(new Error('lost'))
        getRunningLoop().callSoon(() => {
          throw new Error('in a callback')
        })
        yield* sleep(1)
      },
      (loop) => {
        loop.setDebug(true)
        loop.setExceptionHandler((_, context) => contexts.push(context))
      },
    )
    expect(contexts.map(({ message }) => message)).toEqual([
      'Exception in callback <anonymous>()',
      'Future exception was never retrieved',
    ])
    expect(contexts[0]?.handleTraceback).toContain('debug.test.ts')
    expect(contexts[1]?.sourceTraceback).toContain('debug.test.ts')
  })

  test('is on at once where a coroutine turns it on, and off again', () => {
    runVirtual(function* main() {
      const loop = getRunningLoop()
      loop.setDebug(true)
      expect(String(new Future())).toContain('created at')
      loop.setDebug(false)
      expect(String(new Future())).toBe('<Future pending>')
    })
  })

  test('is off unless asked for, and then notes nothing', () => {
    const loop = newEventLoop()
    expect(loop.getDebug()).toBe(false)
    runVirtual(function* main() {
      work()
      expect(String(new Future())).toBe('<Future pending>')
    })
  })
})
