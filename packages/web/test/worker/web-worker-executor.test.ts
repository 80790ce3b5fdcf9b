// Workers in this thread stand for those of a page: page.test.ts runs real ones in Chromium.

import {
  type Awaitable,
  createTask,
  gather,
  getRunningLoop,
  isCancelledError,
  run,
  sleep,
  throwIfCancelled,
  toThread,
} from '@acoro/core'
import { externalsOf } from '@acoro/core/lowlevel'
import {
  answerJobs,
  WebWorkerExecutor,
  type WebWorkerOptions,
  workerFunctions,
  workerSignal,
} from '@acoro/web/page'
import { describe, expect, test } from 'vitest'
import { FakeWorker } from '../support/fake-worker.ts'
import { failure, type Steps } from '../support/virtual.ts'

class OwnError extends Error {
  override readonly name = 'OwnError'
}

let log: string[] = []

const jobs = {
  add: (a: number, b: number) => a + b,
  addLater: async (a: number, b: number) => a + b,
  fail(kind: string): never {
    const cause = new RangeError('too far')
    if (kind === 'own') throw new OwnError('of my own', { cause })
    if (kind === 'type') throw new TypeError('of the language')
    if (kind === 'function') throw () => 1
    if (kind === 'hostile') {
      throw Object.defineProperty(new Error('hidden'), 'message', {
        get() {
          throw new Error('no message')
        },
      })
    }
    throw undefined
  },
  note(text: string): void {
    log.push(text)
  },
  async hold(): Promise<string> {
    const signal = workerSignal()
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()))
    log.push(`${signal.reason}`)
    signal.throwIfAborted()
    return 'never'
  },
  /** Computes for ever, as far as the page can tell. */
  compute: () => new Promise<never>(() => {}),
  unsendable: () => () => 1,
}
const { add, addLater, fail, note, hold, compute, unsendable } = workerFunctions<typeof jobs>()

/** Runs `body` with an executor whose workers are of this thread. */
async function withWorkers<T>(
  options: WebWorkerOptions,
  body: (pool: WebWorkerExecutor, workers: FakeWorker[]) => Steps<T>,
): Promise<T> {
  log = []
  const workers: FakeWorker[] = []
  const make = (): FakeWorker => {
    const worker = new FakeWorker(jobs)
    workers.push(worker)
    return worker
  }
  const result = await run(function* (): Steps<T> {
    const pool = new WebWorkerExecutor(make, { maxWorkers: 1, ...options })
    getRunningLoop().setDefaultExecutor(pool)
    return yield* body(pool, workers)
  })
  // The loop has shut it down.
  expect(workers.map(({ terminated }) => terminated)).toEqual(workers.map(() => true))
  return result
}

function* messageOf(awaitable: Awaitable<unknown>): Steps<string> {
  return String(yield* failure(awaitable))
}

/** Waits until a job has begun to run. */
function* until(condition: () => boolean): Steps {
  while (!condition()) yield* sleep(1)
}

test('a job returns what its function returns, or what its promise becomes', async () => {
  const values = await withWorkers({}, function* () {
    return yield* gather([toThread(add, 1, 2), toThread(addLater, 3, 4)])
  })
  expect(values).toEqual([3, 7])
})

test('a job throws what its function throws: an error of the language, one of its own by name, with its cause', async () => {
  await withWorkers({}, function* () {
    const type = yield* failure<TypeError>(toThread(fail, 'type'))
    expect([type instanceof TypeError, type.message, type.stack?.includes('web-worker-executor')]).toEqual([
      true,
      'of the language',
      true,
    ])
    const own = yield* failure(toThread(fail, 'own'))
    expect([own.name, String(own), own.cause]).toEqual([
      'OwnError',
      'OwnError: of my own',
      new RangeError('too far'),
    ])
    expect(yield* failure(toThread(fail, 'undefined'))).toBe(undefined)
    expect(yield* messageOf(toThread(fail, 'function'))).toBe('() => 1')
    expect((yield* failure(toThread(fail, 'hostile'))).message).toBe('')
    expect(yield* toThread(add, 1, 1)).toBe(2)
  })
})

test('jobs begin in order, one for each worker; a worker is started when it is needed', async () => {
  await withWorkers({ maxWorkers: 2 }, function* (pool, workers) {
    expect(pool.statistics()).toEqual({ maxWorkers: 2, workers: 0, running: 0, queued: 0 })
    yield* toThread(note, 'first')
    yield* toThread(note, 'second')
    expect(workers.length).toBe(1)
    const held = createTask(toThread(hold))
    yield* until(() => pool.statistics().running === 1)
    yield* gather(['a', 'b', 'c'].map((text) => toThread(note, text)))
    expect([log, workers.length]).toEqual([['first', 'second', 'a', 'b', 'c'], 2])
    held.cancel()
  })
})

describe('a cancelled job', () => {
  test('never begins if it stands in line, and the others go on', async () => {
    await withWorkers({}, function* (pool) {
      const loop = getRunningLoop()
      const held = loop.runInExecutor(pool, hold)
      yield* until(() => pool.statistics().running === 1)
      const dropped = loop.runInExecutor(pool, note, 'dropped')
      const kept = loop.runInExecutor(pool, note, 'kept')
      yield* sleep(1)
      expect([pool.statistics().queued, dropped.cancel(), pool.statistics().queued]).toEqual([2, true, 1])
      held.cancel()
      yield* kept
      expect(log).toEqual(['CancelledError: the job was cancelled', 'kept'])
    })
  })

  test('hears of it by workerSignal(), and ends with CancelledError; its worker goes on', async () => {
    await withWorkers({ gracePeriod: Infinity }, function* (pool, workers) {
      const job = pool.submit(hold)
      const ends: unknown[] = []
      job.onDone(
        (value) => ends.push(value),
        (error) => ends.push(isCancelledError(error)),
      )
      yield* until(() => pool.statistics().running === 1)
      expect([job.cancel(), job.cancel()]).toEqual([true, true])
      yield* until(() => ends.length > 0)
      expect([ends, job.cancel(), yield* toThread(add, 1, 1), workers.length]).toEqual([[true], false, 2, 1])
    })
  })

  test('that does not hear of it is ended with its worker after the grace, and the next one gets another', async () => {
    await withWorkers({ gracePeriod: 0 }, function* (pool, workers) {
      const task = createTask(toThread(compute))
      yield* until(() => pool.statistics().running === 1)
      const next = createTask(toThread(add, 1, 2))
      task.cancel()
      expect(yield* next).toBe(3)
      expect([task.cancelled(), workers.map(({ terminated }) => terminated)]).toEqual([true, [true, false]])
    })
  })
})

test('what cannot be sent is an error of its job, and of no other', async () => {
  await withWorkers({}, function* (_pool, workers) {
    expect(yield* messageOf(toThread(note, (() => 1) as never))).toMatch(
      /^TypeError: Cannot send the arguments of note to a worker: DataCloneError: .*cloned/,
    )
    expect(yield* messageOf(toThread(unsendable))).toMatch(
      /^TypeError: Cannot send the result of unsendable to the page: DataCloneError: .*cloned/,
    )
    const { missing } = workerFunctions() as Record<string, () => void>
    expect(yield* messageOf(toThread(missing as () => void))).toBe(
      "TypeError: Expected a function that the worker answers (add, addLater, fail, note, hold, compute, unsendable), got 'missing'",
    )
    workers[0]!.tell('message', 'of somebody else')
    workers[0]!.tell('error', undefined, 'an error that no function threw')
    const held = createTask(toThread(hold))
    yield* sleep(1)
    workers[0]!.tell('messageerror', undefined)
    expect(yield* messageOf(held)).toBe(
      'TypeError: Cannot receive the result of hold from a worker: it cannot be cloned here',
    )
    expect([yield* toThread(add, 1, 2), workers.length]).toEqual([3, 1])
  })
})

describe('a worker that cannot be started', () => {
  const failing = (make: () => unknown, options?: WebWorkerOptions) =>
    run(function* (): Steps<string[]> {
      const pool = new WebWorkerExecutor(make as never, { maxWorkers: 1, ...options })
      const loop = getRunningLoop()
      const messages = yield* gather(
        [1, 2].map((n) => messageOf(loop.runInExecutor(pool, add, n, n)) as never),
      )
      expect(() => loop.runInExecutor(pool, add, 1, 1)).toThrow(
        'No worker of <WebWorkerExecutor WebWorkers> can',
      )
      return messages as string[]
    })
  const told = (why: string) =>
    Array(2).fill(`WorkerExitedError: No worker of <WebWorkerExecutor WebWorkers> can be started: ${why}`)

  test('fails every job with the reason: it cannot be made, or is no worker', async () => {
    expect(
      await failing(() => {
        throw new Error('the policy of the page forbids it')
      }),
    ).toEqual(told('Error: the policy of the page forbids it'))
    expect(await failing(() => ({}))).toEqual(
      told('TypeError: Expected what makes a worker to return a Worker, got an object'),
    )
  })

  test('fails every job with the reason: its module does not load, or never answers', async () => {
    const broken = (message?: string) => () => {
      const worker = new FakeWorker()
      worker.tell('error', undefined, message)
      return worker
    }
    expect(await failing(broken('SyntaxError: no'))).toEqual(told('SyntaxError: no'))
    expect(await failing(broken())).toEqual(told('its module failed to load'))
    expect(await failing(() => new FakeWorker(), { startTimeout: 0 })).toEqual(
      told('it did not call answerJobs() within 0 ms'),
    )
  })
})

describe('shutdown', () => {
  test('waits for the jobs it has, those in line too, and takes no more', async () => {
    await withWorkers({ name: 'images' }, function* (pool, workers) {
      const loop = getRunningLoop()
      const futures = [1, 2, 3].map((n) => loop.runInExecutor(pool, addLater, n, n))
      yield* pool.shutdown()
      yield* sleep(0)
      expect(futures.map((future) => future.result())).toEqual([2, 4, 6])
      expect(() => pool.submit(add, 1, 1)).toThrow(
        'cannot submit a job after shutdown of <WebWorkerExecutor images>',
      )
      yield* pool.shutdown()
      expect([workers.length, pool.statistics().workers, externalsOf(loop).size]).toEqual([1, 0, 0])
    })
  })

  test('drops what is in line if asked to, and ends what runs after its time', async () => {
    await withWorkers({ gracePeriod: Infinity }, function* (pool) {
      const loop = getRunningLoop()
      const running = loop.runInExecutor(pool, compute)
      yield* until(() => pool.statistics().running === 1)
      const queued = loop.runInExecutor(pool, note, 'never')
      yield* pool.shutdown({ cancelPending: true, timeout: 1 })
      yield* sleep(0)
      expect([queued.cancelled(), String(running.exception()), log]).toEqual([
        true,
        'WorkerExitedError: compute was stopped: the shutdown of <WebWorkerExecutor WebWorkers> waited 1 ms for it',
        [],
      ])
    })
  })

  test('that is cancelled goes on', async () => {
    await withWorkers({}, function* (pool) {
      const held = getRunningLoop().runInExecutor(pool, hold)
      yield* until(() => pool.statistics().running === 1)
      const shutdown = createTask(pool.shutdown())
      yield* sleep(1)
      shutdown.cancel()
      try {
        yield* shutdown
      } catch (error) {
        if (!isCancelledError(error)) throwIfCancelled(error)
      }
      held.cancel()
      yield* until(() => pool.statistics().workers === 0)
    })
  })
})

test('a reference runs in the page if its function was passed, and says what it needs if not', async () => {
  const { add: here } = workerFunctions(jobs)
  expect(here(1, 2)).toBe(3)
  expect(() => add(1, 2)).toThrow(
    'Expected add to be run by a WebWorkerExecutor: its worker has the function',
  )
})

test.each<[string, () => unknown, string]>([
  [
    'no maker',
    () => new WebWorkerExecutor(5 as never),
    'TypeError: Expected a function that makes a Worker, got the number 5',
  ],
  [
    'no workers',
    () => new WebWorkerExecutor(() => new FakeWorker(), { maxWorkers: 0 }),
    'RangeError: Expected the option maxWorkers of WebWorkerExecutor() to be a whole number of at least 1, got 0',
  ],
  [
    'a closure',
    () => new WebWorkerExecutor(() => new FakeWorker()).submit(() => 1),
    'TypeError: Expected a function of workerFunctions(), got',
  ],
  [
    'no functions',
    () => answerJobs(5 as never),
    'TypeError: Expected an object of functions, got the number 5',
  ],
  [
    'what is no function',
    () => answerJobs({ hash: 5 as never }, new FakeWorker() as never),
    'TypeError: Expected hash of the functions to be one, got the number 5',
  ],
  ['a page', () => answerJobs({}), 'TypeError: Expected answerJobs() in a worker, this is none'],
])('%s is refused by name', (_what, wrong, message) => {
  let thrown: unknown
  try {
    wrong()
  } catch (error) {
    thrown = error
  }
  expect(String(thrown)).toContain(message)
})
