import {
  coroutine,
  createTask,
  currentTask,
  EventLoop,
  type ExceptionGroup,
  Future,
  gather,
  getRunningLoop,
  partial,
  type Suspension,
  sleep,
  Task,
  taskGroup,
} from '@acoro/core'
import { beginRun } from '@acoro/core/lowlevel'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { onlyOn } from '../../../scripts/runtimes/only-on.ts'
import { drive, runVirtual, TestHost } from './support/virtual.ts'

// Whatever user code hands over is looked at with care: the loop goes on, and says what it can.

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}

/** An object of which every property throws. */
function trap(target: object = {}): object {
  const fail = () => {
    throw new Error('trapped')
  }
  return new Proxy(target, { get: fail, has: fail, getPrototypeOf: fail })
}

function errorWith(property: 'stack' | 'name' | 'message', value?: unknown): Error {
  const error = new Error('with a getter')
  const get = () => {
    if (value !== undefined) return value
    throw new Error(`no ${property}`)
  }
  return Object.defineProperty(error, property, { get })
}

const bad: [what: string, make: () => unknown][] = [
  ['undefined', () => undefined],
  ['null', () => null],
  ['a symbol', () => Symbol('thrown')],
  ['an object without a prototype', () => Object.create(null)],
  ['a revoked Proxy', revoked],
  ['a revoked Proxy of a function', () => trap(() => {})],
  ['a Proxy whose traps throw', () => trap()],
  ['a Proxy of an error whose traps throw', () => trap(new Error('inside'))],
  ['an error whose stack throws', () => errorWith('stack')],
  ['an error whose stack is no text', () => errorWith('stack', 5)],
  ['an error whose name throws', () => errorWith('name')],
  ['an error whose name is a symbol', () => errorWith('name', Symbol('name'))],
  ['an error whose message throws', () => errorWith('message')],
  [
    'an object whose toString throws',
    () => ({
      toString() {
        throw new Error('no text')
      },
    }),
  ],
  ['an object whose constructor is null', () => ({ constructor: null })],
  ['a frozen error', () => Object.freeze(new Error('frozen'))],
]

let printed: string[]
const { error: printError } = console
beforeEach(() => {
  printed = []
  console.error = (text: string) => void printed.push(text)
})
afterEach(() => {
  console.error = printError
})

const throwing = coroutine(function* throwing(value: unknown, ms: number = 0) {
  if (ms > 0) yield* sleep(ms)
  throw value
})

function* thrownBy(work: Iterable<unknown>): Generator<Suspension, unknown, unknown> {
  try {
    yield* work as Future<unknown>
  } catch (error) {
    return error
  }
  return 'nothing'
}

describe.each(bad)('%s', (_what, make) => {
  test('that a callback throws is reported, and the loop goes on', () => {
    runVirtual(function* main() {
      const value = make()
      const fail = () => {
        throw value
      }
      const loop = getRunningLoop()
      loop.callSoon(fail)
      loop.callLater(1, fail)
      loop.createFuture<void>().addDoneCallback(fail)
      const done = loop.createFuture<void>()
      done.addDoneCallback(fail)
      done.setResult()
      yield* sleep(5)
    })
    expect(printed.map((text) => text.split('\n')[0])).toEqual([
      'Exception in callback fail()',
      'Exception in callback fail()',
      'Exception in callback fail()',
    ])
  })

  test('that a task throws reaches whoever awaits it', () => {
    runVirtual(function* main() {
      for (const ms of [0, 1]) {
        const value = make()
        // By identity: a matcher would look inside.
        expect((yield* thrownBy(createTask(throwing(value, ms)))) === value).toBe(true)
        expect((yield* thrownBy(gather(throwing(value, ms), sleep(1)))) === value).toBe(true)
        const group = yield* thrownBy(taskGroup((group) => group.createTask(throwing(value, ms))))
        expect((group as ExceptionGroup).errors[0] === value).toBe(true)
        expect(String(group)).toMatch(/^ExceptionGroup: unhandled errors in a TaskGroup \(1 error\)\n {2}- /)
        expect((yield* thrownBy(createTask(throwing(value, ms), { eager: true }))) === value).toBe(true)
      }
    })
    expect(printed).toEqual([])
  })

  test('that a task throws and nobody retrieves is reported', () => {
    runVirtual(function* main() {
      createTask(throwing(make(), 1), { name: 'lost' })
      yield* sleep(5)
    })
    expect(printed.length).toBe(1)
    expect(printed[0]).toMatch(/^Task exception was never retrieved\nfuture: <Task finished name='lost'/)
  })

  test('that is yielded is refused where it is yielded', () => {
    runVirtual(function* main() {
      const log: unknown[] = []
      const careless = function* (): Generator<Suspension, void> {
        try {
          yield make() as undefined
          log.push('went on')
        } catch (error) {
          log.push((error as Error).name)
        }
        yield* sleep(1)
        log.push('cleaned up')
      }
      yield* createTask(careless())
      expect(['went on', 'TypeError', 'Error', 'RuntimeError']).toContain(log[0])
      expect(log[1]).toBe('cleaned up')
    })
  })

  test('that a handler throws is reported, and so is one of a subclass that throws by default, too', () => {
    class Throwing extends EventLoop {
      override defaultExceptionHandler(): void {
        throw make()
      }
    }
    const ended = (loop: EventLoop, host: TestHost) => {
      const log: string[] = []
      loop.callSoon(() => {
        throw new Error('first')
      })
      loop.callLater(5, () => {
        log.push('went on')
        loop.stop()
      })
      beginRun(loop, () => log.push('ended'))
      drive(loop, host)
      loop.close()
      return log
    }
    const handled = new TestHost()
    const one = new EventLoop({ host: handled })
    one.setExceptionHandler(() => {
      throw make()
    })
    expect(ended(one, handled)).toEqual(['went on', 'ended'])
    expect(printed.join('\n')).toContain('Unhandled error in exception handler\ncontext: [object Object]')

    printed = []
    const byDefault = new TestHost()
    expect(ended(new Throwing({ host: byDefault }), byDefault)).toEqual(['went on', 'ended'])
    expect(printed.length).toBe(1)
    expect(printed[0]).toMatch(/^Exception in default exception handler\n/)
    expect(printed[0]).toMatch(/\nwhile reporting: Exception in callback <anonymous>\(\)$/)

    printed = []
    const both = new TestHost()
    const two = new Throwing({ host: both })
    two.setExceptionHandler(() => {
      throw make()
    })
    expect(ended(two, both)).toEqual(['went on', 'ended'])
    expect(printed[0]).toMatch(
      /^Exception in default exception handler while handling an unexpected error in custom exception handler\n/,
    )
  })

  test('that a hook throws is reported, and neither the task nor the other hooks notice', () => {
    const reports: unknown[] = []
    const seen: string[] = []
    const value = make()
    const fail = () => {
      throw value
    }
    runVirtual(
      function* main() {
        const loop = getRunningLoop()
        const names = ['taskCreated', 'taskStepped', 'taskSuspended', 'taskFinished', 'aroundStep'] as const
        const removals = names.map((name) => loop.addHook({ [name]: fail }))
        removals.push(loop.addHook({ taskStepped: (task) => void seen.push(task.name) }))
        expect(yield* createTask(sleep(0, 'done'), { name: 'watched' })).toBe('done')
        for (const remove of removals) remove()
      },
      (loop) =>
        loop.setExceptionHandler((_, context) => {
          expect(context.exception === value).toBe(true)
          reports.push(context.message)
        }),
    )
    expect(seen.filter((name) => name === 'watched').length).toBe(2)
    expect(new Set(reports)).toEqual(
      new Set(
        ['taskCreated', 'aroundStep', 'taskStepped', 'taskSuspended', 'taskFinished'].map(
          (name) => `Exception in a hook's ${name}()`,
        ),
      ),
    )
  })

  test('as an argument is shown in debug mode', () => {
    const reports: string[] = []
    runVirtual(
      function* main() {
        const fail = (_value: unknown) => {
          throw new Error('failed')
        }
        getRunningLoop().callSoon(fail, make())
        getRunningLoop().callSoon(partial(fail, make()))
        expect(String(partial(fail, make()).name)).toMatch(/^partial\(fail, .*\)$/s)
        yield* sleep(1)
      },
      (loop) => {
        loop.setDebug(true)
        loop.setExceptionHandler((_, context) => reports.push(context.message))
      },
    )
    expect(reports.length).toBe(2)
    for (const report of reports) expect(report).toMatch(/^Exception in callback /)
  })

  test('can be named in an error', () => {
    const value = make()
    runVirtual(function* main() {
      expect(() => createTask(value as never)).toThrow()
      const future = new Future()
      future.setResult(value)
      expect(String(future)).toMatch(/^<Future finished result=/)
      yield* sleep(0)
    })
  })
})

describe('a callback or a task that cannot be looked at', () => {
  test('whose name throws is reported without it', () => {
    const fail = Object.defineProperty(
      () => {
        throw new Error('in it')
      },
      'name',
      {
        get() {
          throw new Error('no name')
        },
      },
    )
    runVirtual(function* main() {
      getRunningLoop().callSoon(fail)
      const done = new Future<void>()
      done.addDoneCallback(fail)
      done.setResult()
      yield* sleep(1)
    })
    expect(printed.map((text) => text.split('\n')[0])).toEqual([
      'Exception in callback <anonymous>()',
      'Exception in callback <anonymous>()',
    ])
  })

  test('of a class whose toString throws is reported', () => {
    class Odd<T> extends Task<T> {
      override toString(): string {
        throw new Error('no text')
      }
    }
    runVirtual(function* main() {
      new Odd(throwing(new Error('lost')))
      yield* sleep(5)
    })
    expect(printed.length).toBe(1)
    expect(printed[0]).toContain('Odd exception was never retrieved\nfuture: an Odd')
  })

  test('that waits for a future whose cancel throws is cancelled when that is done', () => {
    class Uncancellable extends Future<string> {
      override cancel(): boolean {
        throw new Error('no cancel')
      }
    }
    runVirtual(function* main() {
      const future = new Uncancellable()
      const task: Task<string> = createTask(
        (function* () {
          currentTask()?.cancel()
          return yield* future
        })(),
      )
      yield* sleep(1)
      future.setResult('the result')
      expect(yield* thrownBy(task)).toMatchObject({ name: 'CancelledError' })
    })
    expect(printed.length).toBe(1)
    expect(printed[0]).toMatch(/^Unhandled exception in event loop\nError: no cancel/)
  })

  onlyOn('handsUp', 'a result reaches the task as another one')(
    'whose awaitable hands out results that throw hears of it',
    () => {
      runVirtual(function* main() {
        const log: unknown[] = []
        let reads = 0
        const odd = {
          [Symbol.iterator]: () => ({
            next: () => ({
              get done() {
                // Once for the engine, and then for the task.
                if (++reads > 1) throw new Error('no done')
                return false
              },
              value: undefined,
            }),
            throw(error: unknown) {
              log.push(String(error))
              throw error
            },
          }),
        }
        for (const eager of [false, true]) {
          reads = 0
          expect(
            yield* thrownBy(
              createTask(
                (function* () {
                  yield* odd as unknown as Future<void>
                })(),
                { eager },
              ),
            ),
          ).toMatchObject({ message: 'no done' })
        }
        expect(log).toEqual(['Error: no done', 'Error: no done'])
      })
      expect(printed.length).toBe(2)
    },
  )

  test('is not stopped by a console that throws', () => {
    console.error = () => {
      throw new Error('EPIPE')
    }
    expect(
      runVirtual(function* main() {
        getRunningLoop().callSoon(() => {
          throw new Error('unheard')
        })
        return yield* sleep(1, 'went on')
      }),
    ).toBe('went on')
  })
})
