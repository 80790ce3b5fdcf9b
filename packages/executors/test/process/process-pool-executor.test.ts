import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { CancelledError, createTask, gather, getRunningLoop, run } from '@acoro/core'
import { createPortal, ProcessPoolExecutor, transfer, WorkerExitedError } from '@acoro/executors'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { onlyOn } from '../../../../scripts/runtimes/only-on.ts'
import { jobs, makeNotes, written } from '../support.ts'

// A process that loads TypeScript takes a second to start, on a busy machine several.
vi.setConfig({ testTimeout: 60_000 })

// Made outside of any loop and so shared by several.
let pool: ProcessPoolExecutor

beforeAll(() => {
  pool = new ProcessPoolExecutor({ maxWorkers: 2, idleTimeout: Infinity, gracePeriod: 0, name: 'shared' })
})

afterAll(() => pool[Symbol.asyncDispose]())

/** Runs one job in the shared pool. */
const inPool = <A extends unknown[], T>(fn: (...args: A) => T, ...args: A): Promise<Awaited<T>> =>
  run(function* main() {
    return yield* getRunningLoop().runInExecutor(pool, fn, ...args)
  })

const failure = (promise: Promise<unknown>): Promise<Error> =>
  promise.then(
    (value) => Promise.reject(new Error(`no failure: ${value}`)),
    (error) => error,
  )

/** Runs the program to its end, and to the end of all that write where it does. */
async function program(name: string, onLine: (child: ReturnType<typeof spawn>) => void): Promise<string> {
  const file = fileURLToPath(new URL(name, import.meta.url))
  const options = ['--conditions=@acoro/source', '--import', 'tsx']
  const child = spawn(process.execPath, [...options, file], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.on('data', (text) => {
    said += text
    onLine(child)
  })
  const [code, signal] = await once(child, 'close')
  return `${said.trim()}, ${signal ?? code}`
}

describe('processes', () => {
  it('run one job at a time each, and are kept', async () => {
    const numbers = await run(function* main() {
      const loop = getRunningLoop()
      const both = [1, 2].map(() => loop.runInExecutor(pool, jobs.processNumber))
      const first = yield* gather(both)
      const second = yield* loop.runInExecutor(pool, jobs.processNumber)
      expect(first).toContain(second)
      return [process.pid, ...first]
    })
    expect(new Set(numbers).size).toBe(3)
    expect(pool.statistics()).toEqual({ maxWorkers: 2, workers: 2, running: 0, queued: 0 })
  })

  it('are replaced after maxTasksPerChild jobs', async () => {
    const [a, b, c] = await run(function* main() {
      const own = new ProcessPoolExecutor({ maxWorkers: 1, maxTasksPerChild: 2 })
      return yield* own.map(jobs.processOf, [1, 2, 3], { limit: 1 })
    })
    expect(b).toBe(a)
    expect(c).not.toBe(b)
  })

  it('end when they were idle for the idleTimeout', async () => {
    const own = new ProcessPoolExecutor({ maxWorkers: 1, idleTimeout: 0 })
    const first = await run(function* main() {
      return yield* getRunningLoop().runInExecutor(own, jobs.processNumber)
    })
    const second = await run(function* main() {
      return yield* getRunningLoop().runInExecutor(own, jobs.processNumber)
    })
    expect(second).not.toBe(first)
    await own[Symbol.asyncDispose]()
    expect(own.statistics().workers).toBe(0)
  })

  it('have the environment of this one, or the one they are given', async () => {
    const seen = await run(function* main() {
      const own = new ProcessPoolExecutor({ maxWorkers: 1, env: { ...process.env, ACORO_TEST_JOB: 'given' } })
      return [
        yield* getRunningLoop().runInExecutor(own, jobs.environment, 'ACORO_TEST_JOB'),
        yield* getRunningLoop().runInExecutor(pool, jobs.environment, 'ACORO_TEST_JOB'),
        yield* getRunningLoop().runInExecutor(pool, jobs.environment, 'PATH'),
      ]
    })
    expect(seen).toEqual(['given', undefined, process.env.PATH])
  })

  it.each(['SIGINT', 'SIGTERM'] as const)(
    'go on at a %s, which reaches them with this one',
    async (signal) => {
      expect(await inPool(jobs.signalItself, signal)).toBe('alive')
    },
  )

  it('do not keep a program alive that has ended', async () => {
    expect(await program('leaves-its-pool.ts', () => {})).toBe('3, 0')
  })

  it('do not outlive this one, also while they compute', async () => {
    expect(await program('keeps-computing.ts', (child) => child.kill('SIGKILL'))).toBe('computing, SIGKILL')
  })
})

describe('arguments and results', () => {
  it('are copies, and so is what transfer marks', async () => {
    const value = { list: [1, { two: 2 }], map: new Map([['k', new Set([1n])]]), date: new Date(5) }
    expect(await inPool(jobs.echo, value)).toEqual(value)
    const bytes = new Uint8Array(1000)
    expect(await inPool(jobs.lengthOf, transfer(bytes))).toBe(1000)
    expect(bytes.length).toBe(1000)
    expect(await inPool(jobs.filled, 3)).toEqual(new Uint8Array([7, 7, 7]))
  })

  it('an argument that cannot be copied is named by its path', async () => {
    expect(await failure(inPool(jobs.echo, { rows: [{ 'on-click': () => 1 }] }))).toEqual(
      new TypeError(
        'Cannot send the arguments of echo to a worker: args[0].rows[0]["on-click"] is the function on-click',
      ),
    )
    expect((await failure(inPool(jobs.echo, { file: new Blob(['text']) }))).message).toBe(
      'Cannot send the arguments of echo to a worker: args[0].file is a Blob',
    )
    expect((await failure(inPool(jobs.echo, { deep: new SharedArrayBuffer(8) }))).message).toBe(
      'Cannot send the arguments of echo to a worker: args[0].deep is shared memory',
    )
    expect(await inPool(jobs.echo, { cause: new RangeError('kept') })).toEqual({
      cause: new RangeError('kept'),
    })
    expect(await inPool(jobs.add, 1, 2)).toBe(3)
  })

  it('a result that cannot be copied is named by its path, and the process lives on', async () => {
    const number = await inPool(jobs.processNumber)
    expect(await failure(inPool(jobs.resultWithFunction))).toEqual(
      new TypeError(
        'Cannot send the result of resultWithFunction to the loop: result.rows[1].format is the function format',
      ),
    )
    expect((await failure(inPool(jobs.resultOfPlatform))).message).toBe(
      'Cannot send the result of resultOfPlatform to the loop: result is a Blob',
    )
    expect(await inPool(jobs.processNumber)).toBe(number)
  })

  it('what threads can share and processes cannot is refused at the call', async () => {
    await run(function* main() {
      const loop = getRunningLoop()
      const remedy = 'it needs a ThreadPoolExecutor, whose workers are in the same process'
      const shared = new Uint8Array(new SharedArrayBuffer(8))
      expect(() => loop.runInExecutor(pool, jobs.echo, shared)).toThrow(
        new TypeError(
          `Expected arguments of echo that can be copied, got shared memory as args[0]: ${remedy}`,
        ),
      )
      expect(() => loop.runInExecutor(pool, jobs.echo, createPortal({ f: () => 1 }))).toThrow(
        new TypeError(`Expected arguments of echo that can be copied, got a portal as args[0]: ${remedy}`),
      )
      expect(() => loop.runInExecutor(pool, jobs.echo, Math.max)).toThrow(
        new TypeError(
          'Expected arguments of echo that can be cloned, got the function max as args[0]: send plain data',
        ),
      )
      // No portal: it costs nothing to look.
      yield* loop.runInExecutor(pool, jobs.nothing)
    })
  })

  it('errors come with their class, their cause and the name of the pool', async () => {
    const error = await failure(inPool(jobs.failWithClass))
    expect([error.name, error.message, error.cause]).toEqual([
      'QuotaError',
      'too much',
      new RangeError('over 7'),
    ])
    expect(error.stack).toMatch(/ {4}at failWithClass in a process of shared \(file:.*jobs\.ts\)/)
  })
})

describe('cancelling', () => {
  it('reaches a job that computes, and one that awaits, and not the job after it', async () => {
    await run(function* main() {
      const loop = getRunningLoop()
      const patient = new ProcessPoolExecutor({ maxWorkers: 1, gracePeriod: 2 ** 40, idleTimeout: 2 ** 40 })
      for (const job of [jobs.writeWhenAborted, jobs.writeOnAbort]) {
        using notes = makeNotes()
        const future = loop.runInExecutor(patient, job as typeof jobs.writeOnAbort, notes.file)
        yield* written(notes.file)
        future.cancel()
        expect(yield* loop.runInExecutor(patient, jobs.isAborted)).toBe(false)
        const [number, seen] = notes.read()
        expect([number, seen]).toEqual([yield* loop.runInExecutor(patient, jobs.processNumber), 0])
      }
    })
  })

  it('kills the process of a job that goes on after the grace period, and leaves its neighbour alone', async () => {
    using notes = makeNotes()
    await run(function* main() {
      const loop = getRunningLoop()
      const neighbour = yield* loop.runInExecutor(pool, jobs.processNumber)
      const future = loop.runInExecutor(pool, jobs.writeForEver, notes.file)
      yield* written(notes.file)
      const task = createTask(
        (function* () {
          yield* future
        })(),
      )
      future.cancel()
      expect(yield* gather([task], { returnExceptions: true })).toEqual([expect.any(CancelledError)])
      const others = yield* gather([1, 2].map(() => loop.runInExecutor(pool, jobs.processNumber)))
      expect(others).not.toContain(notes.read()[0])
      expect(neighbour === notes.read()[0] || others.includes(neighbour)).toBe(true)
    })
  })

  it('drops a job whose process is still starting', async () => {
    using notes = makeNotes()
    await run(function* main() {
      const fresh = new ProcessPoolExecutor({ maxWorkers: 1, gracePeriod: Infinity })
      getRunningLoop().runInExecutor(fresh, jobs.write, notes.file, 1).cancel()
      yield* fresh.shutdown()
    })
    expect(notes.read()).toEqual([])
  })
})

describe('a process that dies', () => {
  it('by process.exit fails its own job, and the queue goes on with another', async () => {
    const results = await run(function* main() {
      const loop = getRunningLoop()
      const single = new ProcessPoolExecutor({ maxWorkers: 1 })
      const dying = loop.runInExecutor(single, jobs.exit, 3)
      const waiting = loop.runInExecutor(single, jobs.add, 1, 2)
      return yield* gather([dying, waiting], { returnExceptions: true })
    })
    const error = results[0] as WorkerExitedError
    expect(error).toBeInstanceOf(WorkerExitedError)
    expect(error.message).toBe('The worker that ran exit exited with code 3 before it had a result')
    expect([error.exitCode, error.signal, results[1]]).toEqual([3, undefined, 3])
  })

  it('of a signal says which', async () => {
    // Not SIGSEGV: a process of Deno cannot send itself that.
    const error = (await failure(inPool(jobs.signalItself, 'SIGALRM'))) as WorkerExitedError
    expect(error.message).toBe('The worker that ran signalItself was ended by SIGALRM')
    expect([error.exitCode, error.signal]).toEqual([undefined, 'SIGALRM'])
    expect((await failure(inPool(jobs.signalItself, 'SIGKILL'))).message).toBe(
      'The worker that ran signalItself was ended by SIGKILL; the system does that if memory runs out',
    )
  })

  onlyOn('node', 'others do not limit the memory of a process')(
    'of too much memory says what to do',
    async () => {
      const error = await run(function* main() {
        const small = new ProcessPoolExecutor({
          maxWorkers: 1,
          resourceLimits: { maxOldGenerationSizeMb: 48 },
        })
        const job = getRunningLoop().runInExecutor(small, jobs.exhaustMemory)
        return (yield* gather([job], { returnExceptions: true }))[0]
      })
      expect((error as Error).message).toBe(
        'The worker that ran exhaustMemory was ended by SIGABRT; if it ran out of memory, ' +
          'raise resourceLimits.maxOldGenerationSizeMb, or send it less',
      )
    },
  )

  it('of an error outside of its job has it as the cause', async () => {
    const error = await failure(inPool(jobs.dieOutside))
    expect(error.message).toBe(
      'The worker that ran dieOutside died of an error outside of it: thrown in a timer',
    )
    expect(error.cause).toEqual(new RangeError('thrown in a timer'))
  })

  onlyOn('node', 'others start no process with execArgv')('whenever it starts fails each job', async () => {
    const errors = await run(function* main() {
      const loop = getRunningLoop()
      const wrong = new ProcessPoolExecutor({ maxWorkers: 1, execArgv: ['--no-such-option'], name: 'wrong' })
      const futures = [1, 2].map((n) => loop.runInExecutor(wrong, jobs.add, n, n))
      return yield* gather(futures, { returnExceptions: true })
    })
    const message =
      'No worker of <ProcessPoolExecutor wrong> can be started: it exited with code 9 before it had a result'
    expect(errors).toEqual([1, 2].map(() => new WorkerExitedError(message, { exitCode: 9 })))
  })
})

describe('the end', () => {
  it('shutdown gives up after its timeout: what runs is killed, what waits is cancelled', async () => {
    using notes = makeNotes()
    await run(function* main() {
      const loop = getRunningLoop()
      const own = new ProcessPoolExecutor({ maxWorkers: 1, name: 'short' })
      const endless = loop.runInExecutor(own, jobs.writeForEver, notes.file)
      const queued = loop.runInExecutor(own, jobs.add, 1, 2)
      yield* written(notes.file)
      yield* own.shutdown({ timeout: 5 })
      expect(own.statistics().workers).toBe(0)
      expect(queued.cancelled()).toBe(true)
      expect(endless.exception()).toEqual(
        new WorkerExitedError(
          'writeForEver was stopped: the shutdown of <ProcessPoolExecutor short> waited 5 ms for it',
        ),
      )
    })
  })

  it('a pool made in a run ends with it, also while a process starts', async () => {
    const own = await run(function* main() {
      const made = new ProcessPoolExecutor({ maxWorkers: 1, gracePeriod: 0 })
      getRunningLoop().runInExecutor(made, jobs.add, 1, 2).cancel()
      return made
    })
    expect(own.statistics()).toEqual({ maxWorkers: 1, workers: 0, running: 0, queued: 0 })
  })
})

it('options are checked when the pool is made', () => {
  const make = (options: object) => () => new ProcessPoolExecutor(options)
  expect(make({ maxWorkers: 0 })).toThrow(
    'Expected the option maxWorkers of ProcessPoolExecutor() to be a whole number of 1 or more, got the number 0',
  )
  expect(make({ maxTasksPerChild: 0 })).toThrow(
    'Expected the option maxTasksPerChild of ProcessPoolExecutor() to be a whole number of 1 or more, got the number 0',
  )
  expect(make({ resourceLimits: { maxOldGenerationSizeMb: '64' } })).toThrow(
    'to be a whole number of 1 or more, got the string "64"',
  )
  expect(make({ env: 'A=1' })).toThrow(
    'Expected the option env of ProcessPoolExecutor() to be an object, got the string "A=1"',
  )
  expect(() => new ProcessPoolExecutor(null as never)).toThrow(
    'Expected the options of ProcessPoolExecutor() as an object, { maxWorkers, ',
  )
})
