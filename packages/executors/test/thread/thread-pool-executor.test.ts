import {
  asyncWith,
  CancelledError,
  coroutine,
  createTask,
  gather,
  getRunningLoop,
  RuntimeError,
  run,
  sleep,
  timeout,
} from '@acoro/core'
import {
  ThreadPoolExecutor,
  transfer,
  WorkerExitedError,
  workerFunction,
  workerModule,
} from '@acoro/executors'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { onlyOn } from '../../../../scripts/runtimes/only-on.ts'
import { nested } from '../jobs.ts'
import { changed, jobs, makeCells, open } from '../support.ts'

// A worker that loads TypeScript takes half a second to start, on a busy machine several.
vi.setConfig({ testTimeout: 60_000 })

// Made outside of any loop and so shared by several: starting a worker takes a while.
let pool: ThreadPoolExecutor

beforeAll(() => {
  pool = new ThreadPoolExecutor({ maxWorkers: 2, idleTimeout: Infinity, gracePeriod: 0, name: 'shared' })
})

afterAll(() => pool[Symbol.asyncDispose]())

/** Runs one job in the shared pool. */
const inPool = <A extends unknown[], T>(fn: (...args: A) => T, ...args: A): Promise<Awaited<T>> =>
  run(function* main() {
    return yield* getRunningLoop().runInExecutor(pool, fn, ...args)
  })

describe('jobs', () => {
  it('run in another thread', async () => {
    expect(await inPool(jobs.threadNumber)).toBeGreaterThan(0)
  })

  it('fail that return a coroutine, and say what to do', async () => {
    await expect(inPool(jobs.forgets)).rejects.toThrow("Cannot await coroutine 'sleep': yield* it")
  })

  it('run side by side, one a worker, and the others wait', async () => {
    const cells = makeCells()
    const statistics = await run(function* main() {
      const loop = getRunningLoop()
      const all = ['a', 'b', 'c'].map((value) => loop.runInExecutor(pool, jobs.waitAtGate, cells, value))
      while (Atomics.load(cells, 0) < 2) yield* sleep(0)
      const seen = pool.statistics()
      open(cells)
      expect(yield* gather(all)).toEqual(['a', 'b', 'c'])
      return seen
    })
    expect(statistics).toEqual({ maxWorkers: 2, workers: 2, running: 2, queued: 1 })
    expect(pool.statistics()).toEqual({ maxWorkers: 2, workers: 2, running: 0, queued: 0 })
  })

  it('may be functions of Node, by reference', async () => {
    const path = workerModule<typeof import('node:path')>('node:path')
    expect(await inPool(path.basename, '/a/b.html', '.html')).toBe('b')
  })

  it('leave the timers of the loop alone', async () => {
    const cells = makeCells()
    const ticks = await run(function* main() {
      const loop = getRunningLoop()
      const future = loop.runInExecutor(pool, jobs.waitAtGate, cells, 'done')
      yield* changed(cells, 0)
      let count = 0
      for (; count < 10; count++) yield* sleep(1)
      expect(future.done()).toBe(false)
      open(cells)
      yield* future
      return count
    })
    expect(ticks).toBe(10)
  })
})

describe('arguments and results', () => {
  it('are copies', async () => {
    const value = { list: [1, { two: 2 }], map: new Map([['k', new Set([1n])]]), date: new Date(5) }
    const result = await inPool(jobs.echo, value)
    expect(result).toEqual(value)
    expect(result).not.toBe(value)
  })

  it('are moved where they are marked with transfer', async () => {
    const bytes = new Uint8Array(1000)
    expect(await inPool(jobs.lengthOf, transfer(bytes))).toBe(1000)
    expect(bytes.length).toBe(0)
  })

  it('are moved back where the worker marks them', async () => {
    expect(await inPool(jobs.filled, 3)).toEqual(new Uint8Array([7, 7, 7]))
  })

  it('an argument that is a function is refused at the call', async () => {
    await run(function* main() {
      expect(() => getRunningLoop().runInExecutor(pool, jobs.echo, Math.max)).toThrow(
        new TypeError(
          'Expected arguments of echo that can be cloned, got the function max as args[0]: ' +
            'send plain data, and a portal for what the worker is to call',
        ),
      )
    })
  })

  it('an argument that cannot be cloned is named by its path', async () => {
    const value = { rows: [{ ok: 1 }, { 'on-click': () => 1 }] }
    await expect(inPool(jobs.echo, value)).rejects.toThrow(
      new TypeError(
        'Cannot send the arguments of echo to a worker: args[0].rows[1]["on-click"] is the function on-click',
      ),
    )
    expect(await inPool(jobs.add, 1, 2)).toBe(3)
  })

  it('a buffer that was moved away before is refused', async () => {
    const bytes = new Uint8Array(10)
    structuredClone(bytes, { transfer: [bytes.buffer] })
    await run(function* main() {
      expect(() => getRunningLoop().runInExecutor(pool, jobs.lengthOf, transfer(bytes))).toThrow(
        new TypeError('Expected bytes for lengthOf as args[0], got a Uint8Array whose bytes were moved away'),
      )
    })
    await expect(inPool(jobs.resultMovedAway)).rejects.toThrow(
      'result.bytes is a Uint8Array whose bytes were moved away',
    )
  })

  it('what cannot be moved, or has to be and is not, is refused', async () => {
    const { port1, port2 } = new MessageChannel()
    await expect(inPool(jobs.echo, transfer({}, [{}]))).rejects.toThrow(
      /^Cannot send the arguments of echo to a worker: (?:Found invalid|Value not transferable)/,
    )
    await expect(inPool(jobs.echo, { port1 })).rejects.toThrow(
      'Cannot send the arguments of echo to a worker: args[0].port1 is a MessagePort',
    )
    port1.close()
    port2.close()
  })

  it('a result that cannot be cloned is named by its path, and the worker lives on', async () => {
    const thread = await inPool(jobs.threadNumber)
    await expect(inPool(jobs.resultWithFunction)).rejects.toThrow(
      new TypeError(
        'Cannot send the result of resultWithFunction to the loop: result.rows[1].format is the function format',
      ),
    )
    await expect(inPool(jobs.resultWithPromise)).rejects.toThrow('result.later is a Promise')
    expect(await inPool(jobs.threadNumber)).toBe(thread)
  })
})

describe('what would be lost on its way', () => {
  onlyOn('v8', 'JavaScriptCore sends what is nested deeper')(
    'is refused by its path if it is nested too deep for the loop to read',
    async () => {
      const thread = await inPool(jobs.threadNumber)
      await expect(inPool(jobs.nested, 5000)).rejects.toThrow(
        'Cannot send the result of nested to the loop: result.next.next.next….next.next.next.next ' +
          'is nested more than 1000 levels deep',
      )
      await expect(inPool(jobs.echo, nested(5000))).rejects.toThrow(
        'Cannot send the arguments of echo to a worker: args[0].next.next….next.next.next.next ' +
          'is nested more than 1000 levels deep',
      )
      expect(await inPool(jobs.nested, 900)).toEqual(nested(900))
      expect(await inPool(jobs.threadNumber)).toBe(thread)
    },
  )

  it('is named if a getter throws, whatever it throws', async () => {
    for (const [thrown, message] of [
      [new Error('boom'), 'boom'],
      [null, 'null'],
      [undefined, 'undefined'],
    ]) {
      const argument = {
        get rows() {
          throw thrown
        },
      }
      await expect(inPool(jobs.echo, argument)).rejects.toThrow(
        new TypeError(
          `Cannot send the arguments of echo to a worker: args[0].rows cannot be read: ${message}`,
        ),
      )
    }
    await expect(inPool(jobs.resultWithGetter)).rejects.toThrow(
      'Cannot send the result of resultWithGetter to the loop: result.rows cannot be read: no rows',
    )
    await expect(inPool(jobs.resultWithThenGetter)).rejects.toThrow(new RangeError('no then'))
  })

  it('is named by what it is', async () => {
    await expect(inPool(jobs.resultWithGenerator)).rejects.toThrow(
      'Cannot send the result of resultWithGenerator to the loop: result is a Generator',
    )
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    await expect(inPool(jobs.echo, proxy)).rejects.toThrow(
      'Cannot send the arguments of echo to a worker: args[0] is a Proxy',
    )
  })
})

describe('errors', () => {
  it.each([
    ['an object without a prototype', Object.create(null)],
    ['a revoked proxy', new Error('A value was thrown that cannot be cloned: it is a Proxy')],
    ['a proxy of an error', new Error('A value was thrown that cannot be cloned: it is a Proxy')],
    ['an error named constructor', Object.defineProperty(new Error('x'), 'name', { value: 'constructor' })],
    ['an error whose stack throws', new Error('x')],
    ['an error that is nested too deep', Object.assign(new Error('x'), { code: 'E' })],
  ])('arrive, and leave the worker alive: %s', async (kind, expected) => {
    const thread = await inPool(jobs.threadNumber)
    const thrown = await inPool(jobs.throwTrouble, kind).then(
      () => 'no error',
      (error: unknown) => error,
    )
    expect(thrown).toEqual(expected)
    expect(await inPool(jobs.threadNumber)).toBe(thread)
  })

  it('keep an own __proto__ as a property like any other', async () => {
    const thrown = await inPool(jobs.throwTrouble, 'an error with an own __proto__').catch((error) => error)
    expect(Object.getPrototypeOf(thrown)).toBe(Error.prototype)
    expect(Object.getOwnPropertyDescriptor(thrown, '__proto__')?.value).toEqual({ admin: true })
    expect(thrown.admin).toBeUndefined()
  })

  it('whose message is no text, or whose class refuses them, arrive as what they can be', async () => {
    const odd = await inPool(jobs.throwTrouble, 'an error with a message that is a function').catch((e) => e)
    expect(odd.message).toMatch(/^Error: \(\) ?=> ?1$/)
    const group = await inPool(jobs.throwTrouble, 'a group named ExceptionGroup without errors').catch(
      (e) => e,
    )
    expect(group).toBeInstanceOf(AggregateError)
    expect([group.name, group.errors]).toEqual(['ExceptionGroup', []])
  })

  it('keep class name, message, properties, stack and causes', async () => {
    const error = (await inPool(jobs.failWithClass).catch((thrown) => thrown)) as Error &
      Record<string, unknown>
    expect(error).toMatchObject({ name: 'QuotaError', message: 'too much', code: 'E_QUOTA', limit: 7 })
    expect(error.cause).toEqual(new RangeError('over 7'))
    expect((error.cause as Error).cause).toBe('a string')
    const stack = error.stack as string
    expect(stack).toMatch(/at failWithClass \(.*jobs\.ts/)
    expect(stack).toMatch(/at failWithClass in a worker of shared \(file:.*jobs\.ts\)/)
  })

  it('are made anew with the class both threads have', async () => {
    await expect(inPool(jobs.failWithTypeError)).rejects.toBeInstanceOf(TypeError)
    const both = (await inPool(jobs.failWithMany).catch((thrown) => thrown)) as AggregateError
    expect(both).toBeInstanceOf(AggregateError)
    expect(both.errors).toEqual([new Error('one'), new SyntaxError('two')])
  })

  it('may be anything that can be thrown', async () => {
    for (const value of ['text', null, undefined, 0, { code: 1 }]) {
      const thrown = await inPool(jobs.throwValue, value).then(
        () => 'a result',
        (error) => [error],
      )
      expect(thrown).toEqual([value])
    }
    await expect(inPool(jobs.throwFunction)).rejects.toThrow(
      'A value was thrown that cannot be cloned: it is a function',
    )
  })

  it('whose causes go in a circle arrive all the same', async () => {
    await expect(inPool(jobs.failInCircles)).rejects.toThrow('round')
  })

  it('a closure is refused at the call', async () => {
    const hash = (text: string): number => text.length
    await run(function* main() {
      const loop = getRunningLoop()
      expect(() => loop.runInExecutor(pool, hash, 'x')).toThrow(
        new TypeError(
          'Expected a reference to an exported function, got the function hash: a closure cannot cross threads; ' +
            "name it, as in workerFunction(import.meta.url, 'hash')",
        ),
      )
      expect(() => pool.map((item: number) => item, [1])).toThrow(
        'Expected a reference to an exported function',
      )
    })
  })

  it('an export that is missing or no function is named, with those there are', async () => {
    const url = new URL('../jobs.ts', import.meta.url)
    await expect(inPool(workerFunction(url, 'answer'))).rejects.toThrow(
      `Expected the export answer of ${url} to be a function, got number; its functions are add, `,
    )
    await expect(inPool(workerFunction(url, 'subtract'))).rejects.toThrow('to be a function, got undefined')
  })

  it('a module that throws on import, or is not there, fails the job', async () => {
    const throwing = new URL('../throws-on-import.ts', import.meta.url)
    const error = (await inPool(workerFunction(throwing, 'work')).catch((thrown) => thrown)) as Error
    expect(error).toBeInstanceOf(RuntimeError)
    expect(error.message).toBe(`The module ${throwing} cannot be loaded in a worker: not today`)
    expect(error.cause).toEqual(new RangeError('not today'))
    const missing = new URL('./nowhere.js', import.meta.url)
    const lost = (await inPool(workerFunction(missing, 'work')).catch((thrown) => thrown)) as Error
    const start = `The module ${missing} cannot be loaded in a worker: `
    expect([lost.message.slice(0, start.length), lost.message.slice(start.length)]).toEqual([
      start,
      // Deno's words are others.
      expect.stringMatching(/^(?:Cannot find module|Module not found)/),
    ])
  })
})

describe('cancelling', () => {
  it('a job that computes sees it in jobSignal().aborted', async () => {
    const cells = makeCells()
    await run(function* main() {
      const patient = new ThreadPoolExecutor({ maxWorkers: 1, gracePeriod: Infinity })
      const task = createTask(
        coroutine(function* () {
          yield* getRunningLoop().runInExecutor(patient, jobs.computeUntilAborted, cells)
        })(),
      )
      yield* changed(cells, 0)
      task.cancel()
      expect(yield* gather([task], { returnExceptions: true })).toEqual([expect.any(CancelledError)])
      expect(yield* changed(cells, 1)).toBe(1)
    })
  })

  it('a job that awaits hears the abort event, and a job after it does not', async () => {
    const cells = makeCells()
    await run(function* main() {
      const loop = getRunningLoop()
      const patient = new ThreadPoolExecutor({ maxWorkers: 1, gracePeriod: Infinity })
      const thread = yield* loop.runInExecutor(patient, jobs.threadNumber)
      const future = loop.runInExecutor(patient, jobs.awaitAbort, cells)
      yield* changed(cells, 0)
      future.cancel()
      expect(yield* changed(cells, 1)).toBe(1)
      expect(yield* loop.runInExecutor(patient, jobs.isAborted)).toBe(false)
      expect(yield* loop.runInExecutor(patient, jobs.threadNumber)).toBe(thread)
    })
  })

  it('throwIfAborted ends a job that computes, and its worker goes on', async () => {
    const cells = makeCells()
    await run(function* main() {
      const loop = getRunningLoop()
      const patient = new ThreadPoolExecutor({ maxWorkers: 1, gracePeriod: Infinity })
      const thread = yield* loop.runInExecutor(patient, jobs.threadNumber)
      const future = loop.runInExecutor(patient, jobs.throwIfAborted, cells)
      yield* changed(cells, 0)
      future.cancel()
      expect(yield* loop.runInExecutor(patient, jobs.threadNumber)).toBe(thread)
    })
  })

  it('a job that does not listen loses its worker after the grace period, and its neighbour nothing', async () => {
    const [cells, gate] = [makeCells(), makeCells()]
    await run(function* main() {
      const loop = getRunningLoop()
      const neighbour = loop.runInExecutor(pool, jobs.waitAtGate, gate, 'untouched')
      const future = loop.runInExecutor(pool, jobs.computeForEver, cells)
      yield* changed(gate, 0)
      yield* changed(cells, 0)
      future.cancel()
      // The slot is free again, so another worker runs this while the neighbour is still at its gate.
      expect(yield* loop.runInExecutor(pool, jobs.add, 1, 2)).toBe(3)
      open(gate)
      expect(yield* neighbour).toBe('untouched')
    })
  })

  it('a job that ends as its grace period does leaves its worker to the next', async () => {
    await run(function* main() {
      const loop = getRunningLoop()
      const strict = new ThreadPoolExecutor({ maxWorkers: 1, gracePeriod: 0 })
      for (let round = 0; round < 20; round++) {
        const cells = makeCells()
        const future = loop.runInExecutor(strict, jobs.computeUntilAborted, cells)
        yield* changed(cells, 0)
        const next = loop.runInExecutor(strict, jobs.add, 1, 2)
        // Node looks at its timers before it looks at messages, and finds the grace period over and the reply
        // there.
        setImmediate(() => {
          future.cancel()
          for (const busyUntil = performance.now() + 3; performance.now() < busyUntil; );
        })
        expect(yield* next).toBe(3)
      }
    })
  })

  it('a timeout around a job is a cancel like any other', async () => {
    const cells = makeCells()
    const failing = run(function* main() {
      yield* timeout(1, function* () {
        yield* getRunningLoop().runInExecutor(pool, jobs.computeForEver, cells)
      })
    })
    await expect(failing).rejects.toThrow('Timed out')
  })

  it('a grace period of more than a timer can wait has no end', async () => {
    const cells = makeCells()
    await run(function* main() {
      const loop = getRunningLoop()
      const patient = new ThreadPoolExecutor({ maxWorkers: 1, gracePeriod: 2 ** 40, idleTimeout: 2 ** 40 })
      const thread = yield* loop.runInExecutor(patient, jobs.threadNumber)
      const future = loop.runInExecutor(patient, jobs.waitAtGate, cells, 'done')
      yield* changed(cells, 0)
      future.cancel()
      yield* sleep(10)
      open(cells)
      expect(yield* loop.runInExecutor(patient, jobs.threadNumber)).toBe(thread)
    })
  })

  it('a job whose worker is still starting never begins', async () => {
    const cells = makeCells()
    await run(function* main() {
      const loop = getRunningLoop()
      const fresh = new ThreadPoolExecutor({ maxWorkers: 1, gracePeriod: 0 })
      loop.runInExecutor(fresh, jobs.note, cells, 1).cancel()
      yield* fresh.shutdown()
    })
    expect(cells[1]).toBe(0)
  })
})

describe('a worker that dies', () => {
  it('by process.exit fails its own job, and the next has another worker', async () => {
    const error = (await inPool(jobs.exit, 3).catch((thrown) => thrown)) as WorkerExitedError
    expect(error).toBeInstanceOf(WorkerExitedError)
    expect(error.message).toBe('The worker that ran exit exited with code 3 before it had a result')
    expect([error.name, error.exitCode]).toEqual(['WorkerExitedError', 3])
    expect(await inPool(jobs.add, 1, 2)).toBe(3)
  })

  it('leaves the jobs in the queue to another', async () => {
    const results = await run(function* main() {
      const loop = getRunningLoop()
      const single = new ThreadPoolExecutor({ maxWorkers: 1 })
      const dying = loop.runInExecutor(single, jobs.exit, 1)
      const waiting = loop.runInExecutor(single, jobs.add, 1, 2)
      return yield* gather([dying, waiting], { returnExceptions: true })
    })
    expect(results).toEqual([expect.any(WorkerExitedError), 3])
  })

  onlyOn('node', 'others do not limit the memory of a worker')('of too much memory says so', async () => {
    await run(function* main() {
      const small = new ThreadPoolExecutor({ maxWorkers: 1, resourceLimits: { maxOldGenerationSizeMb: 48 } })
      const loop = getRunningLoop()
      const [error] = yield* gather([loop.runInExecutor(small, jobs.exhaustMemory)], {
        returnExceptions: true,
      })
      expect((error as Error).message).toBe(
        'The worker that ran exhaustMemory ran out of memory: raise resourceLimits.maxOldGenerationSizeMb, or send it less',
      )
      expect(yield* loop.runInExecutor(small, jobs.add, 1, 2)).toBe(3)
    })
  })

  it('of an error outside of its job has it as the cause', async () => {
    const error = (await inPool(jobs.dieOutside).catch((thrown) => thrown)) as Error
    expect(error.message).toBe(
      'The worker that ran dieOutside died of an error outside of it: thrown in a timer',
    )
    expect(error.cause).toEqual(new RangeError('thrown in a timer'))
  })

  onlyOn('node', 'others start no worker with execArgv')(
    'whenever it starts fails all jobs instead of letting them wait',
    async () => {
      const exits = `data:text/javascript,${encodeURIComponent('process.exit(1)')}`
      await run(function* main() {
        const loop = getRunningLoop()
        const hopeless = new ThreadPoolExecutor({
          maxWorkers: 1,
          execArgv: ['--import', exits],
          name: 'hopeless',
        })
        const futures = [1, 2].map((n) => loop.runInExecutor(hopeless, jobs.add, n, n))
        const errors = yield* gather(futures, { returnExceptions: true })
        for (const error of errors) {
          expect((error as Error).message).toBe(
            'No worker of <ThreadPoolExecutor hopeless> can be started: it exited while it started',
          )
        }
        expect(() => loop.runInExecutor(hopeless, jobs.add, 1, 2)).toThrow(RuntimeError)
      })
    },
  )

  onlyOn('exceptBun', 'its workers take no notice of execArgv')(
    'whose options Node refuses is told of at the job',
    async () => {
      const failing = run(function* main() {
        const wrong = new ThreadPoolExecutor({ maxWorkers: 1, execArgv: ['--no-such-option'], name: 'wrong' })
        yield* getRunningLoop().runInExecutor(wrong, jobs.add, 1, 2)
      })
      await expect(failing).rejects.toThrow(
        /^No worker of <ThreadPoolExecutor wrong> can be started: .*--no-such-option/,
      )
    },
  )
})

describe('the end', () => {
  it('a pool made in a run ends with it', async () => {
    const made = await run(function* main() {
      const own = new ThreadPoolExecutor({ maxWorkers: 1, idleTimeout: Infinity })
      yield* getRunningLoop().runInExecutor(own, jobs.nothing)
      expect(own.statistics().workers).toBe(1)
      return own
    })
    expect(made.statistics().workers).toBe(0)
    expect(() => made.submit(jobs.nothing)).toThrow(
      /^cannot submit a job after shutdown of <ThreadPoolExecutor /,
    )
  })

  it('a pool made outside of a run does not', async () => {
    await inPool(jobs.nothing)
    expect(pool.statistics().workers).toBeGreaterThan(0)
  })

  it('asyncWith shuts it down', async () => {
    const own = await run(function* main() {
      return yield* asyncWith(new ThreadPoolExecutor({ maxWorkers: 1 }), function* (entered) {
        yield* getRunningLoop().runInExecutor(entered, jobs.nothing)
        return entered
      })
    })
    expect(own.statistics().workers).toBe(0)
  })

  it('shutdown gives up after its timeout: what runs fails, what waits is cancelled', async () => {
    const cells = makeCells()
    await run(function* main() {
      const loop = getRunningLoop()
      const own = new ThreadPoolExecutor({ maxWorkers: 1, name: 'short' })
      const endless = loop.runInExecutor(own, jobs.computeForEver, cells)
      const queued = loop.runInExecutor(own, jobs.add, 1, 2)
      yield* changed(cells, 0)
      yield* own.shutdown({ timeout: 5 })
      expect(own.statistics().workers).toBe(0)
      expect(queued.cancelled()).toBe(true)
      expect(endless.exception()).toEqual(
        new WorkerExitedError(
          'computeForEver was stopped: the shutdown of <ThreadPoolExecutor short> waited 5 ms for it',
        ),
      )
    })
  })

  it('cancelling a shutdown ends the wait, and a second one waits again', async () => {
    const cells = makeCells()
    await run(function* main() {
      const loop = getRunningLoop()
      const own = new ThreadPoolExecutor({ maxWorkers: 1 })
      const future = loop.runInExecutor(own, jobs.waitAtGate, cells, 'done')
      yield* changed(cells, 0)
      const first = createTask(own.shutdown())
      yield* sleep(0)
      first.cancel()
      expect(yield* gather([first], { returnExceptions: true })).toEqual([expect.any(CancelledError)])
      open(cells)
      yield* own.shutdown()
      expect(future.done() && future.result()).toBe('done')
      expect(own.statistics().workers).toBe(0)
    })
  })

  it('a job that was cancelled and does not listen is over before the run is', async () => {
    const cells = makeCells()
    const own = await run(function* main() {
      const made = new ThreadPoolExecutor({ maxWorkers: 1, gracePeriod: 0 })
      const future = getRunningLoop().runInExecutor(made, jobs.computeForEver, cells)
      yield* changed(cells, 0)
      future.cancel()
      return made
    })
    expect(own.statistics()).toEqual({ maxWorkers: 1, workers: 0, running: 0, queued: 0 })
  })
})

describe('options', () => {
  it('are looked at when the pool is made', () => {
    const make = (options: object) => () => new ThreadPoolExecutor(options)
    expect(make({ maxWorkers: 0 })).toThrow(
      new RangeError(
        'Expected the option maxWorkers of ThreadPoolExecutor() to be a whole number of 1 or more, got the number 0',
      ),
    )
    expect(make({ maxWorkers: 1.5 })).toThrow(RangeError)
    expect(make({ maxWorkers: '2' })).toThrow('got the string "2"')
    expect(make({ idleTimeout: -1 })).toThrow(
      'Expected the option idleTimeout of ThreadPoolExecutor() to be 0 ms or more, got -1',
    )
    expect(make({ gracePeriod: Number.NaN })).toThrow(
      'Expected the option gracePeriod of ThreadPoolExecutor() in milliseconds, a number, got NaN',
    )
    expect(make({ name: 7 })).toThrow(
      'Expected the option name of ThreadPoolExecutor() to be a string, got the number 7',
    )
    expect(make({ resourceLimits: 64 })).toThrow(
      'resourceLimits of ThreadPoolExecutor() to be an object, got',
    )
    expect(make({ execArgv: '--import tsx' })).toThrow(
      'Expected the option execArgv of ThreadPoolExecutor() to be an array of strings such as ' +
        "['--import', 'tsx'], got the string \"--import tsx\"",
    )
    expect(make({ execArgv: ['--import', 5] })).toThrow('got one with the number 5')
    expect(() => new ThreadPoolExecutor(null as never)).toThrow(
      'Expected the options of ThreadPoolExecutor() as an object, { maxWorkers, ',
    )
  })

  it('without any it has as many workers as there are processors, and a name', async () => {
    await using plain = new ThreadPoolExecutor()
    expect(plain.maxWorkers).toBeGreaterThan(0)
    expect(String(plain)).toMatch(/^<ThreadPoolExecutor ThreadPool-\d+>$/)
  })
})
