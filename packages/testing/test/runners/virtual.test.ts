import { type Awaitable, coroutine, createTask, ExceptionGroup, getRunningLoop, sleep } from '@acoro/core'
import { trackExternal } from '@acoro/core/lowlevel'
import { LeakError, VirtualLoop, virtual } from '@acoro/testing'
import { virtual as nodeVirtual } from '@acoro/testing/node'
import { it as virtualIt, virtual as vitestVirtual } from '@acoro/testing/vitest'
import { describe, expect, it } from 'vitest'
import { onlyOn } from '../../../../scripts/runtimes/only-on.ts'

const forgotten = function* forgotten() {
  yield* sleep(1000)
}

const work = coroutine(function* work() {
  yield* sleep(1)
})

const stubborn = coroutine(function* stubborn() {
  try {
    yield* sleep(10)
  } catch {
    // The mistake under test.
  }
})

describe('virtual', () => {
  it(
    'runs a coroutine as a test, in virtual time',
    vitestVirtual(function* (loop, { expect: own, task }) {
      yield* sleep(3_600_000)
      own(loop.time()).toBe(3_600_000)
      own(getRunningLoop()).toBe(loop)
      own(task.name).toMatch(/^runs a coroutine/)
    }),
  )

  virtualIt('is what `it` of @acoro/testing/vitest does', function* (loop, { task }) {
    yield* sleep(60_000)
    expect([loop.time(), task.name]).toEqual([60_000, 'is what `it` of @acoro/testing/vitest does'])
  })

  it('gives the body what the runner gives, and declares no argument: Jest and Mocha would wait for a callback', async () => {
    const seen: unknown[] = []
    const test = virtual(function* (_loop, context: { name: string }) {
      seen.push(context.name)
    })
    await test({ name: 'context' })
    expect([seen, test.length, nodeVirtual(forgotten).length]).toEqual([['context'], 0, 0])
  })

  it('fails with the error of the body', async () => {
    const test = virtual(function* () {
      yield* sleep(1)
      throw new RangeError('of the body')
    })
    await expect(test()).rejects.toThrow(new RangeError('of the body'))
  })

  it('fails on tasks that are left over, and says where they were made', async () => {
    const test = virtual(function* () {
      createTask(forgotten(), { name: 'leak' })
      yield* sleep(1)
    })
    await expect(test()).rejects.toThrow(LeakError)
    await expect(test()).rejects.toThrow(
      /^1 thing was left over:\n {2}<Task .*leak.*created at .*virtual\.test\.ts:\d+/,
    )
    await expect(test()).rejects.toThrow(/ {6}at forgotten \(.*virtual\.test\.ts:\d+:\d+\)/)
  })

  it('fails with an error that reporters can write as JSON, all its own properties', async () => {
    const test = virtual(function* () {
      createTask(forgotten(), { name: 'leak' })
      yield* sleep(1)
    })
    const error: LeakError = await test().then(
      () => expect.unreachable(),
      (thrown) => thrown,
    )
    const own = Object.getOwnPropertyNames(error).map((name) => [name, Reflect.get(error, name)])
    expect(JSON.stringify(Object.fromEntries(own))).toContain('1 thing was left over')
    expect(error.leaks).toHaveLength(1)
  })

  it('takes an async function that was compiled for an older target for one', async () => {
    // What TypeScript and Babel make of `async () => { … }`.
    const __awaiter = (body: () => Generator<Promise<unknown>>) =>
      (async () => {
        for (const promise of body()) await promise
      })()
    const test = virtual(() =>
      __awaiter(function* () {
        yield new Promise((resolve) => setTimeout(resolve, 3_600_000))
        expect(Date.now()).toBe(3_600_000)
      }),
    )
    await test()
  })

  it('fails on what is open outside, such as servers', async () => {
    const test = virtual(function* (loop) {
      trackExternal(loop, 'server on 127.0.0.1:8080', { transient: false })
      yield* sleep(1)
    })
    await expect(test()).rejects.toThrow(/^1 thing was left over:\n {2}server on 127\.0\.0\.1:8080\n/)
  })

  it('does not mind what runs in the background, nor anything where it is told so', async () => {
    const log: string[] = []
    await virtual(function* (loop) {
      loop.background(
        (function* () {
          try {
            for (;;) yield* sleep(10)
          } finally {
            log.push(`ended at ${loop.time()}`)
          }
        })(),
      )
      yield* sleep(25)
    })()
    await virtual(
      function* () {
        createTask(forgotten())
        yield* sleep(1)
      },
      { leaks: false },
    )()
    expect(log).toEqual(['ended at 25'])
  })

  it('fails on an error that nobody retrieved, and on one in a callback', async () => {
    const unretrieved = virtual(function* () {
      createTask(
        (function* () {
          throw new Error('unseen')
        })(),
      )
      yield* sleep(1)
    })
    await expect(unretrieved()).rejects.toThrow(
      /exception was never retrieved: Error: unseen\nIt was made\n.*virtual\.test\.ts:\d+/,
    )
    const callback = virtual(function* (loop) {
      loop.callSoon(() => {
        throw new Error('in a callback')
      })
      yield* sleep(1)
    })
    await expect(callback()).rejects.toThrow(/Error: in a callback/)
  })

  it('fails on a coroutine that was never awaited, and on a cancellation that was swallowed', async () => {
    const forgets = virtual(function* () {
      work()
      yield* sleep(1)
    })
    await expect(forgets()).rejects.toThrow(/^coroutine 'work' was never awaited: .*virtual\.test\.ts:\d+/s)
    const swallows = virtual(function* () {
      const task = createTask(stubborn(), { name: 'stubborn' })
      yield* sleep(1)
      task.cancel()
      yield* task
    })
    await expect(swallows()).rejects.toThrow(/^task 'stubborn' was cancelled, swallowed the CancelledError/)
  })

  it('is content with both where it is told not to debug', async () => {
    const test = virtual(
      function* () {
        work()
        const task = createTask(stubborn())
        yield* sleep(1)
        task.cancel()
        yield* task
      },
      { debug: false },
    )
    await test()
  })

  it('throws a group where the test failed in more ways than one', async () => {
    const test = virtual(function* (loop) {
      loop.callSoon(() => {
        throw new Error('in a callback')
      })
      yield* sleep(1)
      throw new Error('of the body')
    })
    const error = await test().catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(ExceptionGroup)
    expect((error as ExceptionGroup).errors.map(String)).toEqual([
      'Error: of the body',
      expect.stringMatching(/in a callback/),
    ])
  })

  it('puts the globals under its clock where it is told so, and gives them back', async () => {
    const real = setTimeout
    const test = virtual(
      function* (loop) {
        expect(setTimeout).not.toBe(real)
        const fired = loop.createFuture<number>()
        setTimeout(() => fired.setResult(Date.now()), 5000)
        expect(yield* fired).toBe(5000)
        throw new Error('all the same')
      },
      { globals: true },
    )
    await expect(test()).rejects.toThrow('all the same')
    expect(setTimeout).toBe(real)
  })

  it('refuses what is no function', () => {
    expect(() => virtual(forgotten() as unknown as () => Awaitable<void>)).toThrow(
      'Expected the body of a test, a function, got a Generator',
    )
  })
})

describe('the cost of debug mode', () => {
  virtualIt('an hour passes within the limits, a tenth of a second at a time', function* (loop) {
    for (let n = 0; n < 36_000; n++) yield* sleep(100)
    expect(loop.time()).toBe(3_600_000)
  })

  // Only V8 writes the text of a stack when it is asked for.
  onlyOn('node', 'the others write it at once')('no stack is made into text that nobody sees', async () => {
    const { prepareStackTrace } = Error
    let texts = 0
    try {
      Error.prepareStackTrace = (error, sites) => {
        texts++
        return `${error}\n${sites.map((site) => `    at ${site}`).join('\n')}`
      }
      await virtual(function* (loop) {
        const before = texts
        for (let n = 0; n < 100; n++) {
          yield* work()
          yield* createTask(work())
          loop.callLater(1, () => {})
          yield* sleep(1)
        }
        expect(texts - before).toBe(0)
      })()
    } finally {
      Error.prepareStackTrace = prepareStackTrace
    }
  })

  it('a coroutine that is forgotten later than the first thousand is told of, and placed from then on', async () => {
    const often = coroutine(function* often() {})
    const test = virtual(function* () {
      for (let n = 0; n < 1000; n++) yield* often()
      often()
      yield* sleep(1)
    })
    await expect(test()).rejects.toThrow(
      "coroutine 'often' was never awaited: yield* it, or make it a task. The places of its first 1000 calls, and of " +
        'those from now on, are noted',
    )
    await expect(test()).rejects.toThrow(
      /^coroutine 'often' was never awaited: .* It was made\n.*virtual\.test\.ts:\d+/s,
    )
  })

  it('a time limit that has passed says how far the test has come, and who spins', async () => {
    const controller = new AbortController()
    const said: unknown[] = []
    const { error } = console
    const test = virtual(
      async (loop, _context: { signal: AbortSignal }) => {
        await loop.createTask(
          (function* spinning() {
            for (let n = 0; ; n++) {
              if (n === 5) controller.abort()
              yield* sleep(1)
            }
          })(),
          { name: 'spinning' },
        )
      },
      { leaks: false },
    )
    console.error = (text: unknown) => said.push(text)
    try {
      await expect(test({ signal: controller.signal })).rejects.toThrow('the test runner ended the test')
    } finally {
      console.error = error
    }
    expect(said).toEqual([
      expect.stringMatching(
        /^The time limit of the test runner has passed, after \d+ steps and 5 ms of virtual time. Not done:[\s\S]*spinning/,
      ),
    ])
  })
})

describe('expectNoLeaks', () => {
  it('passes where nothing is left, also inside of the run', () => {
    const loop = new VirtualLoop()
    loop.expectNoLeaks()
    loop.runSync(function* () {
      yield* createTask(forgotten())
      loop.expectNoLeaks()
    })
  })

  it('lists the first of many', () => {
    const loop = new VirtualLoop()
    for (let n = 0; n < 25; n++) loop.createTask(forgotten())
    expect(() => loop.expectNoLeaks()).toThrow(/^25 things were left over:\n.*… and 5 more\nAwait/s)
    expect(allLeaks(loop)).toHaveLength(25)
  })
})

function allLeaks(loop: VirtualLoop): readonly unknown[] {
  try {
    loop.expectNoLeaks()
    return []
  } catch (error) {
    return (error as LeakError).leaks
  }
}
