import {
  fromAsyncIterable,
  fromPromise,
  fromReadableStream,
  toAsyncIterable,
  toReadableStream,
} from '@acoro/compat'
import {
  asyncFor,
  asyncGenerator,
  createTask,
  emit,
  gather,
  getRunningLoop,
  isCancelledError,
  newEventLoop,
  run,
  sleep,
  type Task,
  TimeoutError,
  timeout,
} from '@acoro/core'
import { expect, test } from 'vitest'
import { collectUnhandled, deferred, turn } from '../support.ts'

const numbers = asyncGenerator(function* numbers(log: string[], count: number = Infinity) {
  try {
    for (let n = 1; n <= count; n++) {
      yield* sleep(0)
      yield* emit(n)
    }
  } finally {
    yield* sleep(0)
    log.push('closed')
  }
})

test('an async iterable is gone through value by value, and asked only for what is wanted', async () => {
  const log: string[] = []
  async function* source() {
    for (const n of [1, 2, 3]) {
      log.push(`makes ${n}`)
      yield n
    }
  }
  await run(function* main() {
    yield* asyncFor(fromAsyncIterable(source()), function* (n) {
      log.push(`takes ${n}`)
      yield* sleep(0)
      return n < 2
    })
  })
  expect(log).toEqual(['makes 1', 'takes 1', 'makes 2', 'takes 2'])
})

test('leaving early calls return() and waits for it', async () => {
  const log: string[] = []
  async function* source() {
    try {
      yield 1
    } finally {
      await turn()
      log.push('returned')
    }
  }
  await run(function* main() {
    yield* asyncFor(fromAsyncIterable(source()), function* () {
      return false
    })
    log.push('left')
  })
  expect(log).toEqual(['returned', 'left'])
})

test('an error of the iterable is thrown, and is its end', async () => {
  async function* source() {
    yield 1
    throw new Error('broken')
  }
  await run(function* main() {
    const values = fromAsyncIterable(source())
    yield* values.anext()
    try {
      yield* values.anext()
      expect.unreachable()
    } catch (error) {
      expect(error).toHaveProperty('message', 'broken')
    }
    expect(yield* values.anext()).toEqual({ done: true, value: undefined })
  })
})

test('a cancelled anext loses nothing: the next one waits for the same', async () => {
  const { promise, resolve } = deferred<string>()
  async function* source() {
    yield await promise
    yield 'second'
  }
  await run(function* main() {
    const values = fromAsyncIterable(source())
    const first = createTask(values.anext())
    yield* sleep(0)
    first.cancel()
    yield* sleep(0)
    resolve('first')
    expect((yield* values.anext()).value).toBe('first')
    expect((yield* values.anext()).value).toBe('second')
  })
})

test('a failure that came while nobody waited is thrown at the next anext', async () => {
  const { promise, reject } = deferred<string>()
  async function* source() {
    yield await promise
  }
  const unhandled = collectUnhandled()
  await run(function* main() {
    const values = fromAsyncIterable(source())
    const first = createTask(values.anext())
    yield* sleep(0)
    first.cancel()
    yield* sleep(0)
    reject(new Error('late'))
    yield* fromPromise(turn())
    try {
      yield* values.anext()
      expect.unreachable()
    } catch (error) {
      expect(error).toHaveProperty('message', 'late')
    }
  })
  expect(await unhandled.stop()).toEqual([])
})

test('cancelled in a next() that never settles, closing does not wait for a return() behind it', async () => {
  async function* stuck() {
    yield await new Promise<never>(() => {})
  }
  await run(function* main() {
    const task = createTask(asyncFor(fromAsyncIterable(stuck()), function* () {}))
    yield* sleep(0)
    task.cancel()
    yield* sleep(0)
    yield* sleep(0)
    expect(task.cancelled()).toBe(true)
  })
})

test('a return() that hangs is given up after closeTimeout', async () => {
  const hanging: AsyncIterable<number> = {
    [Symbol.asyncIterator]: () => ({
      next: async () => ({ done: false, value: 1 }),
      return: () => new Promise(() => {}),
    }),
  }
  const program = run(function* main() {
    yield* asyncFor(fromAsyncIterable(hanging, { closeTimeout: 1 }), function* () {
      return false
    })
  })
  await expect(program).rejects.toThrow(
    'return() of the async iterator did not settle within 1 ms: it may hang for ever, or need a longer closeTimeout',
  )
  await expect(program).rejects.toBeInstanceOf(TimeoutError)
})

test('what is no async iterable is refused, and an iterator that breaks the rules is told so', async () => {
  expect(() => fromAsyncIterable([1, 2] as never)).toThrow(
    'Expected an async iterable, got an array of 2: go through it with `for … of`',
  )
  expect(() => fromAsyncIterable(async function* () {} as never)).toThrow(/got .*function.*: call it$/)
  expect(() => fromAsyncIterable(numbers([]) as never)).toThrow('go through it with asyncFor()')
  expect(() => fromAsyncIterable(null as never)).toThrow('got null')
  expect(() => fromAsyncIterable((async function* () {})(), { closeTimeout: Number.NaN })).toThrow(RangeError)
  const broken = (next: () => unknown): AsyncIterable<never> => ({
    [Symbol.asyncIterator]: () => ({ next: next as () => Promise<never> }),
  })
  await expect(run(fromAsyncIterable(broken(() => 5)).anext())).rejects.toThrow(
    'Expected next() of the async iterator to return a promise, got the number 5',
  )
  await expect(run(fromAsyncIterable(broken(async () => 5)).anext())).rejects.toThrow(
    'Expected next() of the async iterator to give a result, got the number 5',
  )
})

test('a source becomes an async iterable', async () => {
  const log: string[] = []
  const seen: number[] = []
  for await (const n of toAsyncIterable(numbers(log, 3))) seen.push(n)
  expect([seen, log]).toEqual([[1, 2, 3], ['closed']])
})

test("break reaches the coroutine's finally before the program goes on", async () => {
  const log: string[] = []
  for await (const n of toAsyncIterable(numbers(log))) if (n === 2) break
  log.push('after the loop')
  expect(log).toEqual(['closed', 'after the loop'])
})

test('return() during a next() cancels it, and both settle after the clean-up', async () => {
  const log: string[] = []
  const waiting = asyncGenerator(function* waiting() {
    try {
      log.push('waits')
      yield* sleep(60_000)
      yield* emit(1)
    } finally {
      yield* sleep(0)
      log.push('closed')
    }
  })
  const iterator = toAsyncIterable(waiting())
  const next = iterator.next().then((result) => log.push(`next: done ${result.done}`))
  await turn()
  await iterator.return?.().then((result) => log.push(`return: done ${result.done}`))
  await next
  expect(log).toEqual(['waits', 'closed', 'next: done true', 'return: done true'])
  expect(await iterator.next()).toEqual({ done: true, value: undefined })
})

test('calls of next() that do not wait for one another are answered in order', async () => {
  const iterator = toAsyncIterable(numbers([], 2))
  const results = await Promise.all([iterator.next(), iterator.next(), iterator.next()])
  expect(results.map(({ value }) => value)).toEqual([1, 2, undefined])
})

test('an error of the source is a rejection, and its end', async () => {
  const failing = asyncGenerator(function* failing() {
    yield* emit(1)
    throw new Error('broken')
  })
  const iterator = toAsyncIterable(failing())
  await iterator.next()
  await expect(iterator.next()).rejects.toThrow('broken')
  expect(await iterator.next()).toEqual({ done: true, value: undefined })
})

test('it runs on the loop that is named', async () => {
  const loop = newEventLoop()
  const promise = toAsyncIterable(numbers([], 1), { loop }).next()
  void loop.runForever()
  expect((await promise).value).toBe(1)
  loop.stop()
})

test('there and back again, closing goes all the way', async () => {
  const log: string[] = []
  await run(function* main() {
    const there = toAsyncIterable(numbers(log))
    yield* asyncFor(fromAsyncIterable(there), function* (n) {
      log.push(`takes ${n}`)
      return n < 2
    })
  })
  expect(log).toEqual(['takes 1', 'takes 2', 'closed'])
})

test('what is no source is refused', () => {
  expect(() => toAsyncIterable([1] as never)).toThrow('Expected a source with anext(), got an array of 1')
  expect(() => toAsyncIterable(numbers as never)).toThrow('got the function numbers: call it')
})

test('a source becomes a ReadableStream, which pulls what is read and no more', async () => {
  const made: number[] = []
  const counting = asyncGenerator(function* counting() {
    for (let n = 1; n <= 3; n++) {
      made.push(n)
      yield* emit(n)
    }
  })
  const reader = toReadableStream(counting()).getReader()
  expect(await reader.read()).toEqual({ done: false, value: 1 })
  await turn()
  expect(made).toEqual([1])
  expect((await reader.read()).value).toBe(2)
  expect((await reader.read()).value).toBe(3)
  expect(await reader.read()).toEqual({ done: true, value: undefined })
})

test('cancelling the stream closes the source and waits for it; its error is the error of the stream', async () => {
  const log: string[] = []
  const reader = toReadableStream(numbers(log)).getReader()
  await reader.read()
  await reader.cancel()
  expect(log).toEqual(['closed'])
  const failing = asyncGenerator(function* failing() {
    yield* sleep(0)
    yield* emit(1)
    throw new Error('broken')
  })
  const broken = toReadableStream(failing()).getReader()
  await broken.read()
  await expect(broken.read()).rejects.toThrow('broken')
})

test('a ReadableStream is gone through, and unlocked at its end', async () => {
  const stream = new ReadableStream<number>({
    start(controller) {
      controller.enqueue(1)
      controller.enqueue(2)
      controller.close()
    },
  })
  const seen: number[] = []
  await run(function* main() {
    yield* asyncFor(fromReadableStream(stream), function* (chunk) {
      seen.push(chunk)
    })
  })
  expect([seen, stream.locked]).toEqual([[1, 2], false])
})

test('leaving early cancels the stream, also while a read is pending', async () => {
  const log: string[] = []
  const silent = () => new ReadableStream<number>({ cancel: () => void log.push('cancelled') })
  await run(function* main() {
    const stream = silent()
    const source = fromReadableStream(stream)
    try {
      yield* timeout(1, function* () {
        yield* asyncFor(source, function* () {})
      })
    } catch (error) {
      log.push((error as Error).name)
    }
    expect(stream.locked).toBe(false)
  })
  expect(log).toEqual(['cancelled', 'TimeoutError'])
})

test('a stream that is none, or is being read, is refused', () => {
  const locked = new ReadableStream()
  locked.getReader()
  expect(() => fromReadableStream(locked)).toThrow(
    'Expected a ReadableStream that nobody reads yet, got one that is locked',
  )
  expect(() => fromReadableStream({} as never)).toThrow('Expected a ReadableStream, got an object')
})

/** Values that come when they are told to. */
function slowly(values: readonly unknown[]): { iterable: AsyncIterable<unknown>; asked: () => number } {
  let asked = 0
  const iterable = {
    [Symbol.asyncIterator]: () => ({
      async next() {
        const value = values[asked++]
        await turn()
        return value === undefined ? { done: true as const, value } : { done: false as const, value }
      },
    }),
  }
  return { iterable, asked: () => asked }
}

/** `ReadableStream.from`, which WebKit lacks. */
function streamOf(iterable: AsyncIterable<unknown>): ReadableStream<unknown> {
  const iterator = iterable[Symbol.asyncIterator]()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next()
      if (done) controller.close()
      else controller.enqueue(value)
    },
  })
}

test.each([
  ['an async iterable', () => fromAsyncIterable(slowly(['a', 'b', 'c']).iterable)],
  ['a ReadableStream', () => fromReadableStream(streamOf(slowly(['a', 'b', 'c']).iterable))],
])(
  'several tasks share the values of %s, each value goes to one, in the order of the tasks',
  async (_, make) => {
    await run(function* main() {
      const source = make()
      const taken = yield* gather([1, 2, 3, 4, 5].map(() => source.anext()))
      expect(taken.map(({ value }) => value)).toEqual(['a', 'b', 'c', undefined, undefined])
      expect(taken.map(({ done }) => done)).toEqual([false, false, false, true, true])
    })
  },
)

test('a task in line that is cancelled, in whatever turn, takes no value along', async () => {
  for (const turns of [0, 1, 2, 3, 4, 5, 6]) {
    await run(function* main() {
      const source = fromAsyncIterable(slowly(['a', 'b', 'c']).iterable)
      const tasks = [1, 2, 3, 4].map(() => createTask(source.anext()))
      for (let i = 0; i < turns; i++) yield* fromPromise(turn())
      const victim = tasks[1] as Task<IteratorResult<unknown>>
      victim.cancel()
      const ends = yield* gather(tasks, { returnExceptions: true })
      const values = ends.map((end) =>
        isCancelledError(end) ? 'cancelled' : (end as { value: unknown }).value,
      )
      expect(values).toEqual(victim.cancelled() ? ['a', 'cancelled', 'b', 'c'] : ['a', 'b', 'c', undefined])
    })
  }
})

test('tasks in line are told of an end: by an error, and by closing', async () => {
  await run(function* main() {
    const failing = fromAsyncIterable(
      (async function* () {
        await turn()
        throw undefined
      })(),
    )
    const first = createTask(failing.anext())
    const second = createTask(failing.anext())
    const [thrown, end] = yield* gather([first, second], { returnExceptions: true })
    expect([first.done(), thrown, end]).toEqual([true, undefined, { done: true, value: undefined }])

    const never = fromAsyncIterable({
      [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }),
    })
    const stuck = createTask(never.anext())
    const inLine = createTask(never.anext())
    yield* sleep(0)
    yield* never.aclose()
    expect(yield* inLine).toEqual({ done: true, value: undefined })
    stuck.cancel()
  })
})

test('cancelled in the turn in which the stream ends, closing it is no error, and it is unlocked', async () => {
  for (const failing of [false, true]) {
    const stream = new ReadableStream<string>({
      pull: (controller) => (failing ? controller.error(new Error('cut')) : controller.close()),
    })
    await run(function* main() {
      const loop = getRunningLoop()
      const task = createTask(
        asyncFor(fromReadableStream(stream), function* () {}),
        { name: 'reader' },
      )
      yield* sleep(0)
      for (let i = 0; i < 6 && !task.done(); i++) {
        yield* fromPromise(Promise.resolve())
        if (!stream.locked) loop.callSoon(() => task.cancel())
      }
      task.cancel()
      const [end] = yield* gather([task], { returnExceptions: true })
      expect(String(end)).toMatch(/^(CancelledError|undefined|Error: cut)$/)
    })
    expect(stream.locked).toBe(false)
  }
})

test('return() awaits a promise it is given, as that of an async generator does', async () => {
  const iterator = toAsyncIterable(numbers([]))
  expect(await iterator.return?.(Promise.resolve(5))).toEqual({ done: true, value: 5 })
})

test('options that are none are refused at the call', () => {
  const source = numbers([])
  expect(() => fromAsyncIterable(slowly([]).iterable, 5 as never)).toThrow(
    'Expected the options of fromAsyncIterable() as an object, { closeTimeout }, got the number 5',
  )
  expect(() => fromAsyncIterable(slowly([]).iterable, { closeTimeout: '1' as never })).toThrow(
    'Expected the option closeTimeout of fromAsyncIterable() to be a number of milliseconds, got the string "1"',
  )
  const stream = new ReadableStream()
  expect(() => fromReadableStream(stream, null as never)).toThrow(
    'options of fromReadableStream() as an object',
  )
  expect(stream.locked).toBe(false)
  expect(() => toAsyncIterable(source, { loop: 'main' as never })).toThrow(
    'Expected an event loop as the option loop of toAsyncIterable(), got the string "main"',
  )
  expect(() => toReadableStream(source, { highWaterMark: '5' as never })).toThrow(
    'Expected the option highWaterMark of toReadableStream() to be a number, got the string "5"',
  )
})
