import {
  asyncGenerator,
  Coroutine,
  coroutine,
  createTask,
  emit,
  gather,
  getRunningLoop,
  isAwaitable,
  run,
  sleep,
  Task,
  wait,
} from '@acoro/core'
import { Turn, WaitQueue } from '@acoro/core/lowlevel'
import { describe, expect, test } from 'vitest'
import { runVirtual } from '../support/virtual.ts'

const load = coroutine(function* load(n: number) {
  yield* sleep(1)
  return { title: `page ${n}` }
})

const cure = 'yield* it, or make a promise of it by toPromise() of @acoro/compat'

/** A coroutine function's, an operation's with a future and one without. */
const kinds = {
  load: () => load(1),
  sleep: () => sleep(5),
  pause: () => sleep(0),
} as const
const each = Object.entries(kinds).map(
  ([kind, make]) => [kind, make, kind === 'load' ? kind : 'sleep'] as const,
)

const left: string[] = []

class Place extends Turn<void, void> {
  readonly #queue = new WaitQueue({ describe: () => 'the line' })

  constructor() {
    super({ name: 'turn' })
  }

  override start() {
    return this.wait(this.#queue.park())
  }

  protected override taken() {
    return { done: true as const, value: undefined }
  }

  protected override left(): void {
    left.push('left')
  }
}

// The compiler refuses each of these uses; JavaScript does not.
// biome-ignore lint/suspicious/noExplicitAny: see above.
type Untyped = any

async function rejection(promise: Promise<unknown>): Promise<string> {
  try {
    return `resolved with ${await promise}`
  } catch (error) {
    return String(error)
  }
}

/** What `use` throws, as text. */
function thrownBy(use: () => unknown): string {
  try {
    return `returned ${String(use())}`
  } catch (error) {
    return String(error)
  }
}

describe('a coroutine that is used as if it were its result', () => {
  test.each(each)('cannot be awaited by a promise (%s)', async (_, make, name) => {
    const says = `TypeError: Cannot await coroutine '${name}': ${cure}`
    const coro: Untyped = make()
    expect(await rejection((async () => await coro)())).toBe(says)
    expect(await rejection((async () => coro)())).toBe(says)
    expect(await rejection(Promise.all([coro]))).toBe(says)
    expect(await rejection(Promise.race([coro]))).toBe(says)
    expect(await rejection(Promise.resolve(coro))).toBe(says)
    expect(await rejection(Promise.resolve().then(() => coro))).toBe(says)
    expect(await rejection(new Promise((resolve) => resolve(coro)))).toBe(says)
    const settled = await Promise.allSettled([coro])
    expect(settled.map(({ status }) => status)).toEqual(['rejected'])
  })

  test.each(each)('is still to be awaited after that, and can be (%s)', async (kind, make) => {
    const coro: Untyped = make()
    await rejection((async () => coro)())
    thrownBy(() => JSON.stringify(coro))
    if (kind === 'load') thrownBy(() => [...coro])
    expect(await run(coro)).toEqual(kind === 'load' ? { title: 'page 1' } : undefined)
  })

  test('a future and a task are promises all the same', async () => {
    await run(function* main() {
      const future = getRunningLoop().createFuture<number>()
      const task = createTask(sleep(0, 2))
      const both = Promise.all([future, task])
      future.setResult(1)
      yield* task
      yield* sleep(1)
      both.then((values) => expect(values).toEqual([1, 2]))
    })
  })

  test.each(each)('has no JSON (%s)', (_, make, name) => {
    expect(thrownBy(() => JSON.stringify({ user: make() }))).toBe(
      `TypeError: Cannot write JSON of coroutine '${name}': ${cure}`,
    )
  })

  test.each(each)('is not calculated with, and not compared (%s)', (_, make, name) => {
    const coro: Untyped = make()
    const says = `TypeError: Cannot compare or calculate with coroutine '${name}': ${cure}`
    const uses = [
      () => coro + 1,
      () => coro < 1,
      // biome-ignore lint/suspicious/noDoubleEquals: it is what is tested.
      () => coro == 1,
      () => -coro,
      () => Number(coro),
    ]
    for (const use of uses) expect(thrownBy(use)).toBe(says)
    // To ask whether there is one, or whether two are the same, is no comparison of results.
    expect([coro == null, coro === make(), Boolean(coro)]).toEqual([false, false, true])
  })

  test.each(each)('has a text for readers (%s)', (_, make, name) => {
    const coro = make()
    const text = `<coroutine ${name}>`
    expect([`${coro}`, String(coro), [coro].join(), coro.toString()]).toEqual([text, text, text, text])
  })

  test('is not iterated', () => {
    const says = `TypeError: Cannot iterate over coroutine 'load': ${cure}`
    let ran = false
    const main = coroutine(function* load() {
      ran = true
    })
    const uses: ((coro: Untyped) => unknown)[] = [
      (coro) => [...coro],
      (coro) => {
        const [first] = coro
        return first
      },
      (coro) => {
        for (const item of coro) return item
      },
      (coro) => new Set(coro),
      (coro) => Array.from(coro),
      (coro) => Math.max(...coro),
    ]
    runVirtual(function* inLoop() {
      for (const use of uses) expect(thrownBy(() => use(main()))).toBe(says)
    })
    for (const use of uses) expect(thrownBy(() => use(main()))).toBe(says)
    expect(ran).toBe(false)
  })

  test.each([
    ['sleep(5)', () => sleep(5), 'sleep()'],
    ['a future', () => getRunningLoop().createFuture(), 'a future'],
    ['a task', () => createTask(load(1), { name: 'loader' }), "task 'loader'"],
    ['a place in line', () => new WaitQueue({ describe: () => 'the line' }).park(), 'the line'],
    ['a turn', () => new Place(), 'the line'],
  ])('%s is not destructured, and its wait is over', (_, make, name) => {
    const uses: ((one: Untyped) => unknown)[] = [
      (one) => {
        const [first] = one
        return first
      },
      (one) => {
        for (const item of one) return item
      },
    ]
    runVirtual(function* main() {
      for (const use of uses) {
        expect(thrownBy(() => use(make()))).toBe(`TypeError: Cannot iterate over ${name}: yield* it`)
      }
      expect(left).toEqual(_ === 'a turn' ? ['left', 'left'] : [])
      left.length = 0
    })
  })

  test('a future can be awaited after that', () => {
    runVirtual(function* main() {
      const task: Untyped = createTask(sleep(5, 'slept'))
      thrownBy(() => {
        const [first] = task
        return first
      })
      expect(yield* task).toBe('slept')
    })
  })

  test('a coroutine is closed while it waits by an iterator that passes nothing on', () => {
    runVirtual(function* main() {
      const silent = {
        [Symbol.iterator]() {
          const inner = sleep(5)[Symbol.iterator]()
          return { next: () => inner.next(), return: () => inner.return!() }
        },
      } as Untyped
      const log: string[] = []
      const waiting = coroutine(function* waiting() {
        try {
          yield* silent
        } finally {
          log.push('closed')
        }
      })
      const generate = asyncGenerator(function* () {
        yield* silent
        yield* emit(1)
      })
      const first = createTask(waiting())
      const generator = generate()
      yield* sleep(0)
      first.cancel()
      yield* generator.aclose()
      yield* wait([first])
      expect(log).toEqual(['closed'])
    })
  })

  test('is driven by hand on itself, or by an iterator that passes on what it is sent', () => {
    const iterator = load(1)[Symbol.iterator]()
    expect(iterator).toBeInstanceOf(Coroutine)
    runVirtual(function* main() {
      expect(iterator.next(undefined)).toMatchObject({ done: false })
      iterator.return?.()
      expect(load(1).next()).toMatchObject({ done: false })
      const forwarding = {
        [Symbol.iterator]() {
          const inner = load(2)[Symbol.iterator]()
          return { next: (sent?: unknown) => inner.next(sent) }
        },
      }
      expect(isAwaitable(forwarding)).toBe(true)
      expect(yield* forwarding).toEqual({ title: 'page 2' })
    })
  })
})

describe('a run', () => {
  test('whose main returns a coroutine says so', async () => {
    const says =
      'TypeError: Expected main() to return a value, got the coroutine load(), which nobody has awaited: `return yield* …`'
    const main: Untyped = function* main() {
      return load(1)
    }
    expect(await rejection(run(main))).toBe(says)
  })
})

describe('a promise that a task is awaited by', () => {
  test('rejects if the result is a coroutine', async () => {
    const tasks: Task<unknown>[] = []
    await run(function* main() {
      const wrong: Untyped = function* wrong() {
        return load(1)
      }
      const task = createTask(wrong())
      expect(yield* task).toBeInstanceOf(Coroutine)
      tasks.push(task)
    })
    expect(await rejection((tasks[0] as Task<unknown>).then())).toBe(
      `TypeError: Cannot await coroutine 'load': ${cure}`,
    )
  })
})

describe('yield* of something else', () => {
  /** Does a stack begin with the message? Not in Firefox and WebKit. */
  const hasTitle = new Error('the title').stack?.includes('the title') === true

  /** What a coroutine throws that awaits `value`. */
  function refusalOf(value: Untyped): string {
    const wrong = coroutine(function* wrong() {
      yield* value
    })
    return runVirtual(function* main() {
      try {
        yield* wrong()
        return 'nothing'
      } catch (error) {
        expect(error).toBeInstanceOf(TypeError)
        if (hasTitle) expect((error as Error).stack).toContain((error as Error).message)
        return (error as Error).message
      }
    })
  }

  test.each([
    ['an array', () => [1, 2], 'Task got bad yield: the number 1; `yield*` awaits coroutines and futures'],
    ['a text', () => 'text', 'Task got bad yield: the string "t"; `yield*` awaits coroutines and futures'],
    [
      'a set',
      () => new Set([true]),
      'Task got bad yield: the boolean true; `yield*` awaits coroutines and futures',
    ],
    ['coroutines', () => [load(1)], 'yielded a Coroutine; did you mean `yield*`?'],
    ['futures', () => [getRunningLoop().createFuture()], 'yielded a Future; did you mean `yield*`?'],
    [
      'promises',
      () => [Promise.resolve()],
      'yielded a Promise; wrap a promise with fromPromise() of @acoro/compat',
    ],
  ])('names the first item of %s, and gather', (_, value, says) => {
    const lazily = { [Symbol.iterator]: () => (value() as Iterable<unknown>)[Symbol.iterator]() }
    expect(refusalOf(lazily)).toBe(
      `${says}. It came from yield* of an iterable: gather() awaits the items of a list`,
    )
  })

  // Only V8 keeps a function's line when it makes something in its last call.
  test.runIf(typeof Error.captureStackTrace === 'function')(
    'the stack shows the line of a `yield` without the star, and nothing of the loop; it is not told once more',
    () => {
      const warnings: string[] = []
      const lone = coroutine(function* lone() {
        yield* sleep(1)
      })
      const wrong = coroutine(function* wrong(): Untyped {
        yield lone()
      })
      const stacks = runVirtual(
        function* main(): Untyped {
          const caught: string[] = []
          for (const body of [wrong, () => createTask(wrong())]) {
            try {
              yield* body()
            } catch (error) {
              caught.push((error as Error).stack as string)
            }
          }
          return caught
        },
        (loop) => {
          loop.setDebug(true)
          loop.setExceptionHandler((_loop, { message }) => void warnings.push(message))
        },
      ) as string[]
      for (const stack of stacks) {
        const lines = stack.trimEnd().split('\n')
        if (hasTitle) expect(lines.shift()).toBe('TypeError: yielded a Coroutine; did you mean `yield*`?')
        const [line, ...rest] = lines
        expect(line).toMatch(/^(?: {4}at )?(?:async\*)?wrong\b.*forgotten-star\.test\.ts:\d+/)
        // Where stacks have no limit, those who run the loop stand at the end.
        for (const further of rest) {
          expect(further).toMatch(/forgotten-star\.test\.ts|\/test\/support\/|@vitest|task /)
        }
      }
      expect(warnings).toEqual([])
    },
  )

  // SpiderMonkey's words for it are the same for every use.
  const isKnown = !/firefox/i.test((globalThis as Untyped).navigator?.userAgent ?? '')

  test.each([
    ['a promise', Promise.resolve(1)],
    ['a number', 5],
    ['an object', {}],
    ['undefined', undefined],
    ['a function that was not called', load],
  ])('names what it takes instead of %s', (_, value) => {
    const says = refusalOf(value)
    // WebKit's words for `undefined` are those of any use of it.
    if (isKnown && !says.startsWith('undefined is not an object')) {
      expect(says).toMatch(
        /: yield\* takes a coroutine, a future or a task, and a promise by fromPromise\(\) of @acoro\/compat$/,
      )
    }
  })

  test('an error of the program in such words stays as it is', () => {
    expect(
      runVirtual(function* main() {
        try {
          yield* (function* () {
            throw new TypeError("The iterator does not provide a 'throw' method.")
          })()
        } catch (error) {
          return (error as Error).message
        }
        return ''
      }),
    ).toBe("The iterator does not provide a 'throw' method.")
  })

  test('a cancellation passes through an iterator without throw', () => {
    const log: string[] = []
    runVirtual(function* main() {
      const hung = getRunningLoop().createFuture<void>()
      const task = createTask(
        (function* waiting(): Generator<Untyped> {
          try {
            yield* { [Symbol.iterator]: () => ({ next: (sent?: unknown) => hung.next(sent) }) } as Untyped
          } finally {
            log.push('finally')
          }
        })(),
      )
      yield* sleep(0)
      task.cancel('enough')
      yield* sleep(0)
      log.push(`cancelled: ${task.cancelled()}`)
    })
    expect(log).toEqual(['finally', 'cancelled: true'])
  })
})

test('each kind of awaitable says what it is, by a key that tools can read', () => {
  runVirtual(function* main() {
    const future = getRunningLoop().createFuture()
    const both = gather(load(1), load(2))
    const kinds = [load(1), sleep(1), future, createTask(sleep(0)), both].map((one) => one['~acoro'])
    expect(kinds).toEqual([
      'coroutine',
      'coroutine',
      'future',
      'task',
      both instanceof Task ? 'task' : 'future',
    ])
    expect(Object.keys(future)).not.toContain('~acoro')
    yield* both
  })
})
