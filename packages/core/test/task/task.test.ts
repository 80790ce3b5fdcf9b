import {
  allTasks,
  type CancelledError,
  type CoroutineGenerator,
  coroutine,
  createEagerTaskFactory,
  createTask,
  currentTask,
  eagerTaskFactory,
  ensureFuture,
  Future,
  getRunningLoop,
  isCancelledError,
  newEventLoop,
  run,
  sleep,
  Task,
  type TaskOptions,
} from '@acoro/core'
import { describe, expect, test } from 'vitest'
import { isOn } from '../../../../scripts/runtimes/only-on.ts'
import { runVirtual } from '../support/virtual.ts'

const logging = coroutine(function* logging(log: string[], name: string, ms: number) {
  log.push(`${name} begins`)
  try {
    yield* sleep(ms)
    log.push(`${name} slept`)
    return name
  } catch (error) {
    log.push(`${name} ${(error as Error).name}`)
    throw error
  } finally {
    log.push(`${name} ends`)
  }
})

/**
 * `createTask` of a body, called elsewhere than where it is written: TypeScript would think it runs at once.
 */
function spawn<T>(body: () => CoroutineGenerator<T>, options?: TaskOptions): Task<T> {
  return createTask(body(), options)
}

describe('a task', () => {
  test('runs from the next iteration on, beside its creator, and gives its result to every awaiter', () => {
    const log: string[] = []
    runVirtual(function* main() {
      const task = createTask(logging(log, 'a', 5))
      log.push('created')
      expect([task.state, task.done(), yield* task, yield* task, task.state]).toEqual([
        'pending',
        false,
        'a',
        'a',
        'done',
      ])
    })
    expect(log).toEqual(['created', 'a begins', 'a slept', 'a ends'])
  })

  test('is the current task while it is stepped, and no callback has one', () => {
    const seen: unknown[] = []
    runVirtual(function* main() {
      const loop = getRunningLoop()
      loop.callSoon(() => seen.push(currentTask()))
      const task: Task<void> = spawn(
        function* (): Generator<Future<unknown> | undefined, void, unknown> {
          seen.push(currentTask() === task, task.state)
        },
        { name: 'worker' },
      )
      yield* task
      seen.push(currentTask()?.name.startsWith('Task-'), task.name)
      task.name = 'renamed'
      seen.push(task.name, [...allTasks()].length)
    })
    expect(seen).toEqual([null, true, 'running', true, 'worker', 'renamed', 1])
    expect(() => currentTask()).toThrow('no running event loop')
  })

  test('all of a loop are listed in order of creation until they are done', () => {
    runVirtual(function* main() {
      const tasks = ['a', 'b', 'c'].map((name, i) => createTask(sleep(3 - i), { name }))
      expect([...allTasks()].map((task) => task.name).slice(1)).toEqual(['a', 'b', 'c'])
      yield* tasks[1] as Task<void>
      expect([...allTasks()].map((task) => task.name).slice(1)).toEqual(['a'])
    })
  })

  test('refuses what is no coroutine, at the call, and says what to do', () => {
    runVirtual(function* main() {
      const work = coroutine(function* work() {})
      expect(() => createTask(work as never)).toThrow('Expected a coroutine, got the function work: call it')
      expect(() => createTask(Promise.resolve() as never)).toThrow(
        'Expected a coroutine, got a Promise: wrap a promise with fromPromise() of @acoro/compat',
      )
      expect(() => createTask(new Future() as never)).toThrow('Expected a coroutine, got a Future: await it')
      expect(() => createTask(5 as never)).toThrow('Expected a coroutine, got the number 5')
      expect(() => createTask(work(), { name: 5 as never })).toThrow(
        'Expected the option name of createTask() to be a string, got the number 5',
      )
      expect(() => ensureFuture([] as never)).toThrow(
        'Expected a future, a coroutine or an awaitable, got an array of 0',
      )
      expect(() => ensureFuture(work as never)).toThrow('got the function work: call it')
      expect(() => ensureFuture(newEventLoop().createFuture(), getRunningLoop())).toThrow(RangeError)
    })
    const loop = newEventLoop()
    loop.close()
    expect(() => loop.createTask(sleep(1))).toThrow('Event loop is closed')
    expect(() => createTask(sleep(1))).toThrow('no running event loop')
  })

  test('does not take a result or an error from outside', () => {
    runVirtual(function* main() {
      const task = createTask(sleep(1))
      expect(() => task.setResult(undefined)).toThrow('Task does not support setResult')
      expect(() => task.setException(new Error('x'))).toThrow('Task does not support setException')
      yield* task
    })
  })

  test('that awaits itself is told so', () => {
    runVirtual(function* main() {
      const task: Task<void> = spawn(function* selfish(): Generator<
        Future<unknown> | undefined,
        void,
        unknown
      > {
        yield* task
      })
      yield* sleep(0)
      yield* sleep(0)
      yield* sleep(0)
      expect(String(task.exception())).toMatch(/^RuntimeError: Task cannot await on itself: <Task pending/)
    })
  })
})

/**
 * JavaScriptCore has one, at times: it does not hear of Error.stackTraceLimit once it has compiled what sets
 * that.
 */
const hasStack = (stack: string | undefined) => isOn('handsUp') && / at |@/.test(stack ?? '')

describe('cancelling', () => {
  test('throws at the wait, lets finally run and wait, and reaches every awaiter with message and canceller', () => {
    const log: string[] = []
    runVirtual(function* main() {
      const task = createTask(logging(log, 'a', 1000))
      yield* sleep(1)
      expect(task.cancel('enough')).toBe(true)
      expect([task.cancelling(), task.done()]).toEqual([1, false])
      for (let i = 0; i < 2; i++) {
        try {
          yield* task
        } catch (error) {
          const { name, message, cancelledBy, stack } = error as CancelledError
          log.push(`${name} ${message} ${cancelledBy?.startsWith('Task-')} ${hasStack(stack)}`)
        }
      }
      expect([task.state, task.cancel()]).toEqual(['cancelled', false])
    })
    expect(log).toEqual([
      'a begins',
      'a CancelledError',
      'a ends',
      'CancelledError enough true false',
      'CancelledError enough true false',
    ])
  })

  test('before the first step keeps the body from ever running', () => {
    const log: string[] = []
    runVirtual(function* main() {
      const task = createTask(logging(log, 'a', 1))
      task.cancel()
      yield* sleep(5)
      expect(task.cancelled()).toBe(true)
    })
    expect(log).toEqual([])
  })

  test('twice before a step is one throw; the count stays two', () => {
    const log: string[] = []
    runVirtual(function* main() {
      const task = spawn(function* () {
        for (let i = 0; i < 2; i++) {
          try {
            yield* sleep(10)
            log.push('slept')
          } catch {
            log.push(`cancelled, ${task.cancelling()}`)
          }
        }
        return 'swallowed'
      }) as Task<string>
      yield* sleep(1)
      task.cancel()
      task.cancel()
      expect(yield* task).toBe('swallowed')
      expect(task.cancelled()).toBe(false)
      expect([task.uncancel(), task.uncancel(), task.uncancel()]).toEqual([1, 0, 0])
    })
    expect(log).toEqual(['cancelled, 2', 'slept'])
  })

  test('when what it waits for is done already still throws, and the result is not lost on others', () => {
    runVirtual(function* main() {
      const future = new Future<string>()
      const task = spawn(function* () {
        return yield* future
      })
      yield* sleep(0)
      future.setResult('there')
      task.cancel()
      yield* sleep(0)
      expect([task.cancelled(), future.result()]).toEqual([true, 'there'])
    })
  })

  test('by itself takes effect at its next wait, or at its end', () => {
    const log: string[] = []
    runVirtual(function* main() {
      const waits = spawn(function* () {
        currentTask()?.cancel('myself')
        log.push('goes on')
        try {
          yield* sleep(1)
        } catch (error) {
          log.push((error as Error).message)
          throw error
        }
      })
      const returns = spawn(function* () {
        currentTask()?.cancel()
        return 1
      })
      yield* sleep(5)
      expect([waits.cancelled(), returns.cancelled()]).toEqual([true, true])
    })
    expect(log).toEqual(['goes on', 'myself'])
  })

  test('uncancel before the throw takes the pending cancel back', () => {
    runVirtual(function* main() {
      const task = createTask(sleep(1, 'kept'))
      task.cancel()
      task.uncancel()
      expect(yield* task).toBe('kept')
    })
  })

  test('is passed on by a task that awaits another', () => {
    const log: string[] = []
    runVirtual(function* main() {
      const inner = createTask(logging(log, 'inner', 100))
      const outer = spawn(function* () {
        return yield* inner
      })
      yield* sleep(1)
      outer.cancel()
      yield* sleep(1)
      expect([inner.cancelled(), outer.cancelled()]).toEqual([true, true])
    })
    expect(log).toEqual(['inner begins', 'inner CancelledError', 'inner ends'])
  })
})

describe('an eager task', () => {
  test('that ended at once keeps the name of its coroutine', () => {
    runVirtual(function* main() {
      const atOnce = coroutine(function* atOnce() {
        return 1
      })
      const task = createTask(atOnce(), { eager: true, name: 'quick' })
      expect(String(task)).toMatch(
        /^<Task finished name='quick' coro=<atOnce\(\) done, defined at .*task\.test\.ts:\d+> result=1>$/,
      )
      const { coro } = task
      expect([coro.functionName, task.getStack()]).toEqual(['atOnce', []])
      expect(task.coro).toBe(coro)
      expect(() => task.coro.next()).toThrow("cannot reuse already awaited coroutine 'atOnce'")
      const bare = createTask((function* () {})(), { eager: true })
      expect(bare.coro.functionName).toBe('coroutine')
    })
  })

  test('runs its first step inside createTask, as the current task, and gives the old one back', () => {
    const log: string[] = []
    runVirtual(function* main() {
      const me = currentTask()
      const task = createTask(logging(log, 'eager', 1), { eager: true })
      log.push('created')
      expect(currentTask()).toBe(me)
      const done = spawn(
        function* () {
          return currentTask()?.name
        },
        { eager: true, name: 'at once' },
      )
      expect([done.done(), done.result()]).toEqual([true, 'at once'])
      yield* task
    })
    expect(log).toEqual(['eager begins', 'created', 'eager slept', 'eager ends'])
  })

  test('can be made the rule by a task factory, of a class of one’s own, too', () => {
    class Counted<T> extends Task<T> {
      kind = 'counted'
    }
    runVirtual(function* main() {
      const loop = getRunningLoop()
      loop.setTaskFactory(eagerTaskFactory)
      expect(createTask(logging([], 'a', 0)).done()).toBe(false)
      expect(createTask((function* () {})()).done()).toBe(true)
      expect(createTask((function* () {})(), { eager: false }).done()).toBe(false)
      loop.setTaskFactory(createEagerTaskFactory(Counted))
      expect((createTask((function* () {})()) as Counted<void>).kind).toBe('counted')
      expect(() => loop.setTaskFactory(5 as never)).toThrow(
        'Expected a task factory, a function or null, got the number 5',
      )
      loop.setTaskFactory(null)
      expect(loop.getTaskFactory()).toBeNull()
    })
  })
})

describe('promise code', () => {
  test('awaits a task, and a cancelled one rejects with CancelledError', async () => {
    let cancelled: Promise<unknown> | undefined
    const value = await run(function* main() {
      const task = createTask(sleep(1, 'slept'))
      const other = createTask(sleep(1000))
      cancelled = Promise.resolve(other).catch((error) => isCancelledError(error))
      const promise = Promise.resolve(task)
      yield* task
      other.cancel()
      return promise
    })
    expect(await value).toBe('slept')
    expect(await cancelled).toBe(true)
  })
})
