// Two installed copies of core see one another. Whatever one makes, the other can use, in a loop of either:
// every pair of a thing to await and of what is done with it comes out as with one copy alone.

import type { Awaitable, Suspension, Task } from '@acoro/core'
import * as own from '@acoro/core'
import * as ownInside from '@acoro/core/lowlevel'
import { describe, expect, test, vi } from 'vitest'
import { namesIn } from './support/stacks.ts'
import { drive, TestHost } from './support/virtual.ts'

type Core = typeof own & typeof ownInside
// biome-ignore lint/suspicious/noExplicitAny: things of many kinds.
type Steps<T = any> = Generator<Suspension, T, any>

const A = { ...own, ...ownInside } as Core
const B = await loadCopy()

async function loadCopy(): Promise<Core> {
  // @ts-expect-error no file for the compiler
  const core = await import('../src/index.ts?copy')
  // @ts-expect-error no file for the compiler
  const inside = await import('../src/lowlevel.ts?copy')
  return { ...core, ...inside }
}

/** What can be awaited, made by one copy; each comes to `'value'`, but those that say otherwise. */
const things: Record<string, (core: Core) => Awaitable<unknown>> = {
  'a coroutine that ends at once': (core) =>
    core.coroutine(function* quick() {
      return 'value'
    })(),
  'a coroutine that waits': (core) => waiting(core),
  'a plain generator': (core) =>
    (function* plain(): Steps {
      return yield* waiting(core)
    })(),
  'a coroutine in coroutines': (core) =>
    core.coroutine(function* outer(): Steps {
      return yield* core.coroutine(function* inner(): Steps {
        return yield* waiting(core)
      })()
    })(),
  'an operation': (core) => core.sleep(1, 'value'),
  'a pause': (core) => core.sleep(0, 'value'),
  'a task': (core) => core.createTask(waiting(core)),
  'an eager task': (core) => core.createTask(waiting(core), { eager: true }),
  'a future': (core) => {
    const loop = core.getRunningLoop()
    const future = loop.createFuture<string>()
    loop.callLater(1, () => void (future.done() || future.setResult('value')))
    return future
  },
  'a future that is done': (core) => {
    const future = core.getRunningLoop().createFuture<string>()
    future.setResult('value')
    return future
  },
  'a place in line': (core) => {
    const queue = new core.WaitQueue<string>()
    core.getRunningLoop().callLater(1, () => queue.wake(1, 'value'))
    return queue.park()
  },
  'something from outside': (core) => {
    const arrival = new core.Arrival<string>({ what: 'a message', isTransient: () => true })
    core.getRunningLoop().callLater(1, () => arrival.resolve('value'))
    return arrival.wait({ name: 'receive' })
  },
  gather: (core) => core.gather(waiting(core), core.sleep(0, 2)),
  shield: (core) => core.shield(waiting(core)),
  race: (core) => core.race([waiting(core), core.sleep(50)]),
  waitFor: (core) => core.waitFor(waiting(core), 50),
  timeout: (core) => core.timeout(50, () => waiting(core)),
  'timeout that is up': (core) => core.timeout(1, () => core.sleep(50)),
  taskGroup: (core) =>
    core.taskGroup(function* (group): Steps {
      const task = group.createTask(waiting(core))
      return yield* task
    }),
  'taskGroup with a failure': (core) =>
    core.taskGroup(function* (group): Steps {
      group.createTask(failing(core))
      yield* core.sleep(50)
    }),
  'an async generator': (core) => numbers(core)().anext(),
  'asyncFor over an async generator': (core) => {
    const seen: unknown[] = []
    return core.coroutine(function* collect(): Steps {
      yield* core.asyncFor(numbers(core)(), function* (item): Steps {
        seen.push(item)
        yield* core.sleep(0)
      })
      return seen
    })()
  },
  'a context manager': (core) =>
    core.asyncWith(manager(core)(), function* (value): Steps {
      yield* core.sleep(0)
      return value
    }),
  'a coroutine that fails': (core) => failing(core),
  'a task that fails': (core) => core.createTask(failing(core)),
  'a future that is cancelled': (core) => {
    const future = core.getRunningLoop().createFuture<string>()
    future.cancel('given up')
    return future
  },
}

function waiting(core: Core): Awaitable<string> & ReturnType<typeof core.sleep<string>> {
  return core.coroutine(function* waiting(): Steps<string> {
    yield* core.sleep(1)
    yield* core.sleep(0)
    return 'value'
  })() as never
}

function failing(core: Core) {
  return core.coroutine(function* failing(): Steps<never> {
    yield* core.sleep(1)
    throw new RangeError('failed')
  })()
}

function numbers(core: Core) {
  return core.asyncGenerator(function* numbers() {
    yield* core.emit(1)
    yield* core.sleep(1)
    yield* core.emit(2)
  })
}

function manager(core: Core) {
  return core.asyncContextManager(function* managed() {
    yield* core.sleep(0)
    yield* core.provide('value')
    yield* core.sleep(0)
  })
}

/** What is done with it by a copy. */
const uses: Record<string, (core: Core, make: () => Awaitable<unknown>) => Steps> = {
  *'yield*'(_core, make) {
    return yield* make()
  },
  *'a coroutine'(core, make) {
    return yield* core.coroutine(function* user(): Steps {
      return yield* make()
    })()
  },
  *createTask(core, make) {
    return yield* core.createTask(core.coroutineOf(make()))
  },
  *'createTask, eager'(core, make) {
    return yield* core.createTask(core.coroutineOf(make()), { eager: true })
  },
  *ensureFuture(core, make) {
    return yield* core.ensureFuture(make())
  },
  *'the same twice'(core, make) {
    const future = core.ensureFuture(make())
    return [yield* future, yield* future]
  },
  *gather(core, make) {
    return yield* core.gather(make(), core.sleep(0, 'other'))
  },
  *'gather, returnExceptions'(core, make) {
    return (yield* core.gather([make(), make()], { returnExceptions: true })).map(shown)
  },
  *wait(core, make) {
    const [done, pending] = yield* core.wait([core.ensureFuture(make())])
    return [
      [...done].map((future) => future.cancelled() || shown(future.exception() ?? future.result())),
      pending.size,
    ]
  },
  *waitFor(core, make) {
    return yield* core.waitFor(make(), 1000)
  },
  *shield(core, make) {
    return yield* core.shield(make())
  },
  *race(core, make) {
    return yield* core.race([make(), core.sleep(500)])
  },
  *asCompleted(core, make) {
    const results: unknown[] = []
    for (const next of core.asCompleted([make(), core.sleep(500)])) {
      try {
        results.push(yield* next)
      } catch (error) {
        results.push(shown(error))
      }
    }
    return results
  },
  *timeout(core, make) {
    return yield* core.timeout(1000, function* (): Steps {
      return yield* make()
    })
  },
  *'taskGroup.createTask'(core, make) {
    return yield* core.taskGroup(function* (group): Steps {
      return yield* group.createTask(core.coroutineOf(make()))
    })
  },
  *asyncGenerator(core, make) {
    const items: unknown[] = []
    const generator = core.asyncGenerator(function* () {
      yield* core.emit(yield* make())
    })
    yield* core.asyncFor(generator(), function* (item): Steps {
      items.push(item)
    })
    return items
  },
  *asyncWith(core, make) {
    return yield* core.asyncWith(
      core.asyncContextManager(function* () {
        yield* core.provide(yield* make())
      })(),
      function* (value): Steps {
        return value
      },
    )
  },
  *AsyncExitStack(core, make) {
    const stack = new core.AsyncExitStack()
    return yield* core.asyncWith(stack, function* (): Steps {
      return yield* make()
    })
  },
  *'a cancel'(core, make) {
    const task = core.createTask(
      core.coroutine(function* cancelled(): Steps {
        return yield* make()
      })(),
    )
    yield* core.sleep(0)
    task.cancel('enough')
    try {
      return yield* task
    } catch (error) {
      return [shown(error), core.isCancelledError(error), task.cancelled(), task.cancelling()]
    }
  },
  *'a look at the task'(core, make) {
    const task = core.createTask(
      core.coroutine(function* looked(): Steps {
        return yield* make()
      })(),
      { name: 'looked at' },
    )
    yield* core.sleep(0)
    const names = task.getStack().map(({ name }) => name)
    const text = String(task)
      .replace(/ (?:running|done) at [^>]*/, '')
      .replace(/wait_for=.*/, '')
    try {
      return [names, text, yield* task]
    } catch (error) {
      return [names, text, shown(error)]
    }
  },
  *'isAwaitable and the like'(core, make) {
    const thing = make()
    const kinds = [core.isAwaitable(thing), core.isCoroutine(thing), core.isFuture(thing)]
    try {
      return [...kinds, yield* thing]
    } catch (error) {
      return [...kinds, shown(error)]
    }
  },
}

function shown(value: unknown): unknown {
  if (!(value instanceof Error)) return value
  const { name, message, errors } = value as Error & { errors?: unknown[] }
  return `${name}: ${message}${errors === undefined ? '' : ` [${errors.map(shown).join(', ')}]`}`
}

/** Runs in a loop of `home`, in virtual time, and gives the outcome; what is reported counts, too. */
function outcome(home: Core, body: () => Steps): unknown {
  const reports: unknown[] = []
  const host = new TestHost()
  const loop = home.newEventLoop({ host })
  loop.setExceptionHandler((_, { message }) => void reports.push(message))
  const task = home.mainTask(loop, function* main(): Steps {
    return yield* body()
  })
  function* steps() {
    yield task
    yield* home.shutdown(loop)
  }
  for (const step of steps()) {
    loop.runUntilComplete(step).catch(() => {})
    drive(loop, host)
  }
  loop.close()
  try {
    return [task.result(), reports]
  } catch (error) {
    return [shown(error), reports]
  }
}

/** Who makes, who uses, whose loop it is; the first is with one copy. */
const copies: [Core, Core, Core][] = [
  [B, A, A],
  [A, B, A],
  [B, B, A],
  [A, A, B],
  [B, A, B],
  [A, B, B],
]

test('the copies are two', () => {
  expect(B.Task).not.toBe(A.Task)
  expect(Object.keys(B)).toEqual(Object.keys(A))
})

test('an error of one copy is an instance of the class of the other, and of no subclass of it', () => {
  const errors = (core: Core) => [
    new core.RuntimeError('m'),
    new core.InvalidStateError('m'),
    new core.TimeoutError('m'),
    new core.CancelledError('m'),
    new core.DeadlockError('m'),
    new core.ExceptionGroup('m', [1]),
  ]
  const classes = errors(A).map((error) => error.constructor as new (...args: never[]) => Error)
  const table = (core: Core) => errors(core).map((error) => classes.map((kind) => error instanceof kind))
  expect(table(B)).toEqual(table(A))
  expect(table(A)).toEqual(classes.map((one) => classes.map((other) => one === other)))
  class Mine extends A.TimeoutError {}
  class Theirs extends B.TimeoutError {}
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  expect(
    [new Mine(), new Theirs(), new A.TimeoutError(), null].map((thing) => thing instanceof Mine),
  ).toEqual([true, false, false, false])
  expect([new Mine(), new Theirs(), proxy, null].map((thing) => thing instanceof B.TimeoutError)).toEqual([
    true,
    true,
    false,
    false,
  ])
})

describe('the slot of both', () => {
  const slot = (globalThis as unknown as Record<symbol, { protocol: number }>)[Symbol.for('acoro.state')] as {
    protocol: number
  }

  test('has another protocol if its shape is another: change both', () => {
    expect([slot.protocol, ...Object.keys(slot).sort()]).toEqual([
      5,
      'byHand',
      'canceller',
      'completed',
      'context',
      'debuggers',
      'debugging',
      'defaultLoop',
      'definitions',
      'frames',
      'home',
      'lastSetUps',
      'loop',
      'loops',
      'namedCount',
      'paused',
      'pausedIn',
      'primitives',
      'probeStop',
      'probed',
      'protocol',
      'setUps',
      'suspended',
      'suspendedRoot',
      'task',
      'taskCount',
      'throwingInto',
      'turns',
    ])
  })

  test('refuses a copy of another protocol, and says what to do', async () => {
    const { protocol } = slot
    slot.protocol = 99
    try {
      // @ts-expect-error no file for the compiler
      const loading: Promise<unknown> = import('../src/current/state.ts?copy&third')
      await expect(loading).rejects.toThrow(
        'Two copies of @acoro/core that cannot work together are loaded (protocols 99 and 5): ' +
          'let the package manager deduplicate @acoro/core',
      )
    } finally {
      slot.protocol = protocol
    }
  })
})

describe.each(Object.entries(uses))('%s', (_, use) => {
  test.each(Object.entries(things))('of %s', (_, make) => {
    const alone = outcome(A, () => use(A, () => make(A)))
    const together = copies.map(([maker, user, home]) => outcome(home, () => use(user, () => make(maker))))
    expect(together).toEqual(copies.map(() => alone))
  })
})

/** Three copies of three parts. */
const threes: [Core, Core, Core][] = [A, B].flatMap((first) =>
  [A, B].flatMap((second) => [A, B].map((third): [Core, Core, Core] => [first, second, third])),
)
const inEach = (body: (first: Core, second: Core, third: Core) => Steps) =>
  threes.map(([first, second, third]) => outcome(third, () => body(first, second, third)))

describe('a part of one copy in a part of another', () => {
  test('emit in an async generator, and what asend and athrow send to it', () => {
    const seen = inEach(function* (emitter, maker): Steps {
      const log: unknown[] = []
      const generator = maker.asyncGenerator(function* () {
        try {
          log.push(yield* emitter.emit(1))
          yield* emitter.sleep(1)
          try {
            yield* emitter.emit(2)
          } catch (error) {
            log.push(shown(error))
          }
          yield* emitter.emit(3)
        } finally {
          yield* maker.sleep(0)
          log.push('closed')
        }
      })()
      log.push((yield* generator.anext()).value, (yield* generator.asend('sent')).value)
      log.push((yield* generator.athrow(new RangeError('thrown'))).value)
      yield* generator.aclose()
      return log
    })
    const log = [1, 'sent', 2, 'RangeError: thrown', 3, 'closed']
    // What is pushed inside comes before what is pushed of it.
    expect(seen).toEqual(threes.map(() => [[log[1], log[0], log[2], log[3], log[4], log[5]], []]))
  })

  test('provide in a context manager, asyncFor over a generator, an exit stack of managers', () => {
    const seen = inEach(function* (provider, maker, user): Steps {
      const log: unknown[] = []
      const managed = maker.asyncContextManager(function* (name: string) {
        try {
          yield* provider.provide(name)
        } finally {
          yield* provider.sleep(0)
          log.push(`left ${name}`)
        }
      })
      yield* user.asyncWith(managed('one'), function* (value): Steps {
        log.push(value)
      })
      const stack = new user.AsyncExitStack()
      yield* user.asyncWith(stack, function* (): Steps {
        log.push(yield* stack.enterAsyncContext(managed('two')))
      })
      yield* user.asyncFor(numbers(maker)(), function* (item): Steps {
        log.push(item)
        yield* provider.sleep(0)
      })
      return log
    })
    expect(seen).toEqual(threes.map(() => [['one', 'left one', 'two', 'left two', 1, 2], []]))
  })

  test('context variables, contexts and tokens', () => {
    const seen = inEach(function* (setter, getter, runner): Steps {
      const user = new setter.ContextVar('user', { default: 'nobody' })
      const log: unknown[] = []
      const token = user.set('ada')
      const task = getter.createTask(
        getter.coroutine(function* (): Steps {
          log.push(user.get())
          user.set('eve')
          yield* runner.sleep(0)
          log.push(user.get())
        })(),
        { context: runner.copyContext() },
      )
      yield* task
      log.push(user.get())
      runner.copyContext().run(() => {
        user.set('bob')
        log.push(getter.copyContext().get(user))
      })
      user.reset(token)
      log.push(user.get())
      return log
    })
    expect(seen).toEqual(threes.map(() => [['ada', 'eve', 'ada', 'bob', 'nobody'], []]))
  })

  test('what is running: the loop, the task, the tasks of a loop', () => {
    const seen = inEach(function* (asker, maker, _home): Steps {
      const task = maker.createTask(
        maker.coroutine(function* worker(): Steps {
          yield* maker.sleep(1)
          return [
            asker.currentTask() === maker.currentTask(),
            asker.currentTask()?.name,
            asker.getRunningLoop() === maker.getRunningLoop(),
          ]
        })(),
        { name: 'worker' },
      )
      const pending = [...asker.allTasks()].map(({ name }) => name).includes('worker')
      return [pending, yield* task]
    })
    expect(seen).toEqual(threes.map(() => [[true, [true, 'worker', true]], []]))
  })

  test('a cancellation, a timeout and a group of errors are told as what they are', () => {
    const seen = inEach(function* (thrower, asker, _home): Steps {
      const caught: unknown[] = []
      const attempt = function* (awaitable: Awaitable<unknown>): Steps {
        try {
          yield* awaitable
        } catch (error) {
          caught.push([shown(error), asker.isCancelledError(error)])
        }
      }
      const task = thrower.createTask(thrower.sleep(50))
      asker.getRunningLoop().callSoon(() => task.cancel('enough'))
      yield* attempt(task)
      yield* attempt(asker.timeout(1, () => thrower.sleep(50)))
      yield* attempt(asker.waitFor(thrower.sleep(50), 1))
      yield* attempt(
        asker.taskGroup(function* (group): Steps {
          group.createTask(failing(thrower))
          yield* thrower.sleep(50)
        }),
      )
      yield* attempt(asker.shield(failing(thrower)))
      return caught
    })
    expect(seen).toEqual(
      threes.map(() => [
        [
          ['CancelledError: enough', true],
          ['TimeoutError: Timed out after 1 ms', false],
          ["TimeoutError: 'sleep' timed out after 1 ms", false],
          ['ExceptionGroup: unhandled errors in a TaskGroup [RangeError: failed]', false],
          ['RangeError: failed', false],
        ],
        [],
      ]),
    )
  })

  test('hooks, and the trail of an error', () => {
    // A minute later: the tests before have used up the errors whose stacks are completed.
    const clock = vi.spyOn(performance, 'now').mockReturnValue(performance.now() + 60_000)
    const seen = inEach(function* (maker, asker, home): Steps {
      const log: string[] = []
      const remove = home.getRunningLoop().addHook({
        taskCreated: (task: Task<unknown>) => void log.push(`created ${task.name}`),
        taskFinished: (task: Task<unknown>) => void log.push(`finished ${task.name}`),
      })
      const task = asker.createTask(
        asker.coroutine(function* outer(): Steps {
          yield* failing(maker)
        })(),
        { name: 'failing' },
      )
      let names: string[] = []
      try {
        yield* task
      } catch (error) {
        names = namesIn(error)
      }
      remove()
      return [log, names.filter((name) => /failing|outer|main/.test(name))]
    })
    clock.mockRestore()
    expect(seen).toEqual(
      threes.map(() => [
        [
          ['created failing', 'finished failing'],
          ['failing', 'async outer', "task 'failing'", 'async main'],
        ],
        [],
      ]),
    )
  })

  test('a coroutine that is driven by hand in another', () => {
    const seen = inEach(function* (maker, driver, _home): Steps {
      const log: unknown[] = []
      const inner = maker.coroutine(function* inner(): Steps {
        log.push(yield* maker.sleep(0, 'paused'))
        return 'returned'
      })
      yield* driver.coroutine(function* driving(): Steps {
        const coro = inner()
        log.push(coro.next().done)
        yield* driver.sleep(0)
        log.push(coro.next().value)
      })()
      return log
    })
    expect(seen).toEqual(threes.map(() => [[false, 'paused', 'returned'], []]))
  })
})
