import {
  type Awaitable,
  asyncWith,
  type CancelledError,
  createTask,
  gather,
  sleep,
  type Task,
  wait,
} from '@acoro/core'
import { JobQueue, JobQueueFullError, type JobQueueOptions } from '@acoro/service'
import { explore, injectCancelEverywhere } from '@acoro/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  describedWait,
  failure,
  now,
  outcome,
  play,
  reportsOf,
  type Steps,
  starting,
} from '../support/virtual.ts'

/** A queue, and jobs that log when they begin. */
function jobs(options?: JobQueueOptions) {
  const log: string[] = []
  const queue = new JobQueue(options)
  const job = (name: string, ms = 10): (() => Steps<string>) =>
    function* (): Steps<string> {
      log.push(`${name} at ${now()}`)
      yield* sleep(ms)
      return name
    }
  return { queue, log, job }
}

describe('a job queue', () => {
  test('runs so many jobs at a time, in order of arrival, and `add` returns their tasks', () => {
    const { queue, log, job } = jobs({ concurrency: 2 })
    const results = play(function* (): Steps<string[]> {
      return yield* gather([...'abcd'].map((name) => queue.add(job(name))))
    })
    expect([results, log]).toEqual([
      ['a', 'b', 'c', 'd'],
      ['a at 0', 'b at 0', 'c at 10', 'd at 10'],
    ])
  })

  test('runs jobs of a higher priority first, and equal ones in order of arrival', () => {
    const { queue, log, job } = jobs({ concurrency: 1 })
    play(function* (): Steps {
      queue.add(job('first', 1))
      for (const [name, priority] of [
        ['a', 0],
        ['b', 2],
        ['c', 1],
        ['d', 2],
        ['e', -1],
      ] as const) {
        queue.add(job(name, 1), { priority })
      }
      yield* queue.onIdle()
    })
    expect(log.map((line) => line.split(' ')[0])).toEqual(['first', 'b', 'd', 'c', 'a', 'e'])
  })

  test('runs jobs of one key one after the other, and lets others pass meanwhile', () => {
    const { queue, log, job } = jobs({ concurrency: 2 })
    play(function* (): Steps {
      queue.add(job('a1'), { key: 'a' })
      queue.add(job('a2'), { key: 'a' })
      queue.add(job('b1'), { key: 'b' })
      queue.add(job('a3'), { key: 'a', priority: 9 })
      queue.add(job('x'))
      yield* queue.onIdle()
    })
    expect(log).toEqual(['a1 at 0', 'b1 at 0', 'a2 at 10', 'x at 10', 'a3 at 20'])
  })

  test('hands an error to whoever awaits the job, and goes on', () => {
    play(function* (): Steps {
      const { queue, job } = jobs({ concurrency: 1 })
      const bad = starting(
        queue.add((): Steps => {
          throw new Error('no')
        }),
      )
      const wrong = starting(queue.add((() => 5) as never))
      expect(yield* queue.add(job('good'))).toBe('good')
      expect([yield* bad, yield* wrong]).toEqual([
        'Error: no at 0',
        'TypeError: Expected the function of a job to return something to await, a coroutine or a future, got the number 5: write it as function* at 0',
      ])
    })
  })

  test('says in reports what its jobs wait for, and has statistics', () => {
    play(function* (): Steps {
      const { queue, job } = jobs({ concurrency: 1, name: 'mails' })
      queue.add(job('a'))
      const waiter = queue.add(job('b'), { name: 'mail to b' })
      const idle = createTask(queue.onIdle())
      const smaller = createTask(queue.onSizeLessThan(1))
      yield* sleep(1)
      expect([describedWait(waiter), describedWait(idle), describedWait(smaller), waiter.name]).toEqual([
        'JobQueue.add on mails (1 running, 1 waiting)',
        'JobQueue.onIdle on mails (1 running, 1 waiting)',
        'JobQueue.onSizeLessThan on mails (1 waiting)',
        'mail to b',
      ])
      expect([String(queue), queue.statistics()]).toEqual([
        '<JobQueue mails [1 running, waiting:1]>',
        { running: 1, waiting: 1, paused: false },
      ])
      yield* gather([idle, smaller])
    })
  })

  test('can be paused, started, and given another number of places', () => {
    const { queue, log, job } = jobs({ concurrency: 1, paused: true })
    play(function* (): Steps {
      for (const name of 'abcde') queue.add(job(name))
      yield* sleep(5)
      expect([log, queue.paused]).toEqual([[], true])
      queue.start()
      yield* sleep(5)
      queue.concurrency = 2
      yield* sleep(1)
      queue.concurrency = 1
      queue.pause()
      yield* sleep(100)
      expect(queue.statistics()).toEqual({ running: 0, waiting: 3, paused: true })
      queue.start()
      yield* queue.onIdle()
    })
    expect(log).toEqual(['a at 5', 'b at 10', 'c at 111', 'd at 121', 'e at 131'])
  })
})

describe('a timeout', () => {
  test('of a job cancels it, and its place is free only when it has ended', () => {
    const log: string[] = []
    play(function* (): Steps {
      const queue = new JobQueue({ concurrency: 1, timeout: 10 })
      const slow = starting(
        queue.add(
          function* slow(): Steps {
            try {
              yield* sleep(100)
            } finally {
              yield* sleep(20)
              log.push(`cleaned up at ${now()}`)
            }
          },
          { name: 'slow' },
        ),
      )
      yield* queue.add(function* (): Steps {
        log.push(`next at ${now()}`)
      })
      expect(yield* slow).toBe("TimeoutError: 'slow' timed out after 10 ms at 30")
      yield* queue.add(() => sleep(50), { timeout: 60 })
    })
    expect(log).toEqual(['cleaned up at 30', 'next at 30'])
  })

  test('of the wait fails a job that has not begun, and no other', () => {
    const { queue, log, job } = jobs({ concurrency: 1 })
    play(function* (): Steps {
      queue.add(job('a', 100), { maxWait: 5 })
      const late = starting(queue.add(job('b'), { maxWait: 50 }))
      const last = starting(queue.add(job('c', 300), { maxWait: 200 }))
      expect(yield* late).toBe(
        'TimeoutError: The job waited in <JobQueue [1 running, waiting:1]> for more than its maxWait, 50 ms at 50',
      )
      expect(yield* last).toBe('c at 400')
    })
    expect(log).toEqual(['a at 0', 'c at 100'])
  })
})

describe('a rate', () => {
  test('is never exceeded in any interval', () => {
    const { queue, log, job } = jobs({ rate: { limit: 2, interval: 100 } })
    play(function* (): Steps {
      yield* sleep(50)
      queue.add(job('a'))
      yield* sleep(40)
      for (const name of 'bcde') queue.add(job(name))
      yield* queue.onIdle()
    })
    expect(log).toEqual(['a at 50', 'b at 90', 'c at 150', 'd at 190', 'e at 250'])
  })

  test('is not used by jobs that are cancelled: ten of them do not hold up one', () => {
    const { queue, log, job } = jobs({ rate: { limit: 1, interval: 1000 } })
    play(function* (): Steps {
      const dead = [...Array(10)].map((_, i) => queue.add(job(`dead ${i}`)))
      const live = queue.add(job('live'))
      for (const task of dead) task.cancel()
      expect(yield* live).toBe('live')
    })
    expect(log).toEqual(['live at 0'])
  })

  test('that changes holds at once for all who wait', () => {
    const { queue, log, job } = jobs({ rate: { limit: 1, interval: 1000 } })
    play(function* (): Steps {
      for (const name of 'abcd') queue.add(job(name))
      yield* sleep(100)
      queue.rate = { limit: 2, interval: 200 }
      yield* sleep(150)
      queue.rate = null
      yield* queue.onIdle()
    })
    expect(log).toEqual(['a at 0', 'b at 100', 'c at 200', 'd at 250'])
  })
})

describe('a full queue', () => {
  test('refuses a job by name', () => {
    play(function* (): Steps {
      const { queue, job } = jobs({ concurrency: 1, maxSize: 1, name: 'mails' })
      queue.add(job('a'))
      queue.add(job('b'))
      expect(() => queue.add(job('c'))).toThrow(JobQueueFullError)
      expect(() => queue.add(job('c'))).toThrow(
        '<JobQueue mails [1 running, waiting:1]> is full: 1 jobs wait, and maxSize is 1',
      )
      yield* queue.onSizeLessThan(1)
      expect([now(), yield* queue.add(job('d'))]).toEqual([10, 'd'])
    })
  })

  test('of size 0 takes what can begin at once', () => {
    play(function* (): Steps {
      const { queue, job } = jobs({ concurrency: 1, maxSize: 0 })
      queue.add(job('a'))
      expect(() => queue.add(job('b'))).toThrow(JobQueueFullError)
      yield* queue.onIdle()
      expect(yield* queue.add(job('c'))).toBe('c')
    })
  })

  test('lets no job in early when one that stands outside is cancelled', () => {
    const { queue, log, job } = jobs({ concurrency: 1, maxSize: 1, overflow: 'wait' })
    play(function* (): Steps {
      queue.add(job('running'))
      queue.add(job('in line'))
      queue.add(job('next'), { priority: 9 })
      const outside = queue.add(job('outside'))
      yield* sleep(1)
      outside.cancel()
      // Before the cancelled job has run.
      queue.start()
      expect(queue.waiting).toBe(2)
      yield* queue.onIdle()
    })
    expect(log).toEqual(['running at 0', 'in line at 10', 'next at 20'])
  })

  test('lets jobs stand outside if it is to wait: they enter in order of arrival', () => {
    const { queue, log, job } = jobs({ concurrency: 1, maxSize: 1, overflow: 'wait' })
    play(function* (): Steps {
      queue.add(job('a'))
      queue.add(job('b'))
      queue.add(job('c'), { priority: 1 })
      const left = queue.add(job('left'))
      queue.add(job('d'), { priority: 9 })
      left.cancel()
      yield* queue.onIdle()
    })
    expect(log).toEqual(['a at 0', 'b at 10', 'c at 20', 'd at 30'])
  })

  test('drops the job that has waited longest, if asked to', () => {
    play(function* (): Steps {
      const { queue, log, job } = jobs({ concurrency: 1, maxSize: 2, overflow: 'drop-oldest' })
      const ends = [...'abcde'].map((name) => starting(queue.add(job(name))))
      expect(yield* gather(ends)).toEqual([
        'a at 10',
        'CancelledError: dropped: <JobQueue [1 running, waiting:2]> is full, and this job has waited longest at 0',
        'CancelledError: dropped: <JobQueue [1 running, waiting:2]> is full, and this job has waited longest at 0',
        'd at 20',
        'e at 30',
      ])
      expect(log).toEqual(['a at 0', 'd at 10', 'e at 20'])
    })
  })
})

describe('clear and close', () => {
  test('cancel the jobs that wait, whose tasks say by whom', () => {
    play(function* (): Steps {
      const { queue, job } = jobs({ concurrency: 1 })
      const tasks = [...'abc'].map((name) => queue.add(job(name)))
      const janitor = createTask(
        (function* (): Steps<number> {
          return queue.clear('not today')
        })(),
        { name: 'janitor' },
      )
      expect(yield* janitor).toBe(2)
      const error = yield* failure<CancelledError>(tasks[1]!)
      expect([error.message, error.cancelledBy, yield* tasks[0]!]).toEqual(['not today', 'janitor', 'a'])
      expect([tasks[2]!.cancelled(), queue.clear()]).toEqual([true, 0])
    })
  })

  test('close cancels and awaits the jobs that run, and takes no more', () => {
    play(function* (): Steps {
      const { queue, job } = jobs({ concurrency: 1 })
      const running = starting(
        queue.add(function* (): Steps {
          try {
            yield* sleep(100)
          } finally {
            yield* sleep(5)
          }
        }),
      )
      const waiting = starting(queue.add(job('b')))
      yield* sleep(1)
      yield* queue.close()
      expect(now()).toBe(6)
      expect([yield* running, yield* waiting].map((end) => end.split(':')[0])).toEqual([
        'CancelledError',
        'CancelledError',
      ])
      expect(() => queue.add(job('c'))).toThrow(
        '<JobQueue [closed, 0 running, waiting:0]> is closed: it takes no more jobs',
      )
    })
  })

  test('asyncWith waits for all jobs, or cancels them after an error', () => {
    const log: string[] = []
    play(function* (): Steps {
      const { queue, job } = jobs({ concurrency: 1 })
      yield* asyncWith(queue, function* (): Steps {
        for (const name of 'ab')
          starting(queue.add(job(name))).addDoneCallback((task) => log.push(task.result()))
      })
      const second = jobs()
      const task = starting(
        asyncWith(second.queue, function* (): Steps {
          starting(second.queue.add(second.job('c', 1000))).addDoneCallback((task) => log.push(task.result()))
          yield* sleep(1)
          throw new Error('no')
        }),
      )
      expect(yield* task).toBe('Error: no at 21')
      yield* sleep(1)
    })
    expect(log.slice(0, 2)).toEqual(['a at 10', 'b at 20'])
    expect(log[2]).toMatch(/^CancelledError: .* was closed at 21$/)
  })
})

describe('a signal', () => {
  test('cancels its job, waiting or running, and its listener is gone afterwards', () => {
    play(function* (): Steps {
      const { queue, job } = jobs({ concurrency: 1 })
      const controllers = [...Array(4)].map(() => new AbortController())
      const listening = new Set<AbortSignal>()
      const signals = controllers.map(({ signal }) => ({
        get aborted() {
          return signal.aborted
        },
        get reason() {
          return signal.reason
        },
        addEventListener(type: 'abort', listener: () => void) {
          listening.add(signal)
          signal.addEventListener(type, listener)
        },
        removeEventListener(type: 'abort', listener: () => void) {
          listening.delete(signal)
          signal.removeEventListener(type, listener)
        },
      }))
      controllers[3]!.abort('before')
      const ends = signals.map((signal, i) => starting(queue.add(job(`${i}`), { signal })))
      yield* sleep(5)
      controllers[1]!.abort(new Error('not needed'))
      controllers[0]!.abort('stop')
      expect(yield* gather(ends)).toEqual([
        'CancelledError: aborted: stop at 5',
        'CancelledError: aborted: not needed at 5',
        '2 at 15',
        'CancelledError: aborted: before at 0',
      ])
      expect(listening.size).toBe(0)
    })
  })
})

describe('events', () => {
  test('tell of each job; a listener that throws is reported, and stops nothing', () => {
    const log: string[] = []
    const reported = reportsOf(function* (): Steps {
      const { queue, job } = jobs({ concurrency: 1 })
      for (const event of ['add', 'begin', 'end', 'idle'] as const) {
        queue.on(event, (task) => log.push(task === undefined ? event : `${event} ${task.name}`))
      }
      const stop = queue.on('begin', () => {
        throw new Error('bad listener')
      })
      queue.add(job('a'), { name: 'a' })
      queue.add(job('b'), { name: 'b' })
      yield* sleep(5)
      stop()
      yield* queue.onIdle()
      yield* sleep(0)
    })
    expect(log).toEqual(
      ['add a', 'add b', 'begin a', 'end a', 'begin b', 'end b', 'idle'].toSorted(
        (a, b) => log.indexOf(a) - log.indexOf(b),
      ),
    )
    expect(log.indexOf('end b')).toBeLessThan(log.indexOf('idle'))
    expect(reported).toEqual(['error in a listener of begin: Error: bad listener'])
  })
})

describe('onIdle', () => {
  test('is true when it returns, also if a job was added in that turn', () => {
    play(function* (): Steps {
      const { queue, job } = jobs()
      const first = queue.add(job('a'))
      first.addDoneCallback(() => queue.add(job('b')))
      yield* queue.onIdle()
      expect([now(), queue.running]).toEqual([queue.running === 0 ? now() : -1, 0])
    })
  })

  test('returns at once if there is nothing to do', () => {
    expect(play(() => outcome(new JobQueue().onIdle()))).toBe('undefined at 0')
  })
})

const kinds: [string, JobQueueOptions][] = [
  ['of one place', { concurrency: 1 }],
  ['with a rate', { rate: { limit: 1, interval: 10 } }],
  ['with jobs outside', { concurrency: 1, maxSize: 1, overflow: 'wait' }],
]

test.each(kinds)(
  'cancelled at any moment, a job in a queue %s gives back its place and its rate',
  (_name, options) => {
    for (const key of [undefined, 'key']) {
      const moments = injectCancelEverywhere(function* (inject): Steps {
        const { queue, log, job } = jobs(options)
        let victim: Task<unknown> | null = null
        const before = queue.add(job('before', 5), { key })
        // The task of a job is made by add(); the one that is cancelled is one around it.
        const around = inject(
          (function* (): Steps {
            victim = queue.add(job('victim', 5), { key })
            yield* victim
          })(),
        )
        yield* sleep(1)
        const after = queue.add(job('after', 5), { key })
        yield* wait([before, around, after])
        yield* queue.onIdle()
        expect([before.result(), after.result(), queue.statistics()]).toEqual([
          'before',
          'after',
          { running: 0, waiting: 0, paused: false },
        ])
        expect(log.filter((line) => line.startsWith('after')).length).toBe(1)
        void victim
      })
      expect(moments).toBeGreaterThan(3)
    }
  },
)

test.each(['onIdle', 'onSizeLessThan', 'close'] as const)(
  '%s can be cancelled at any moment, and the queue goes on',
  (name) => {
    injectCancelEverywhere(function* (inject): Steps {
      const { queue, job } = jobs({ concurrency: 1 })
      const tasks = [...'abc'].map((id) => starting(queue.add(job(id))))
      const waiter = inject(name === 'onSizeLessThan' ? queue.onSizeLessThan(1) : queue[name]())
      yield* wait([waiter])
      yield* queue.onIdle()
      expect((yield* gather(tasks)).length).toBe(3)
      expect(queue.statistics()).toEqual({ running: 0, waiting: 0, paused: false })
    })
  },
)

test('in every order of tasks no more jobs run than there are places, and each runs once', () => {
  explore({ runs: 300 }, function* (): Steps {
    const queue = new JobQueue({ concurrency: 2 })
    let [running, most] = [0, 0]
    const work = function* (): Steps<number> {
      most = Math.max(most, ++running)
      yield* sleep(0)
      return running--
    }
    const tasks = [1, 2, 3, 4, 5].map((n) => queue.add(work, { key: n % 2 === 0 ? 'even' : undefined }))
    tasks[2]!.cancel()
    yield* wait(tasks)
    yield* queue.onIdle()
    expect([running, most <= 2]).toEqual([0, true])
  })
})

test('random jobs, priorities, keys, cancels and limits keep every promise', () => {
  const job = fc.record({
    at: fc.integer({ min: 0, max: 30 }),
    ms: fc.integer({ min: 0, max: 8 }),
    priority: fc.integer({ min: 0, max: 2 }),
    key: fc.constantFrom(undefined, undefined, 'a', 'b'),
    cancelledAfter: fc.option(fc.integer({ min: 0, max: 12 }), { nil: undefined }),
  })
  const options = fc.record({
    concurrency: fc.constantFrom(1, 2, Infinity),
    rate: fc.constantFrom(undefined, { limit: 2, interval: 7 }),
    maxSize: fc.constantFrom(2, Infinity),
  })
  fc.assert(
    fc.property(fc.array(job, { maxLength: 14 }), options, (list, options) => {
      play(function* (): Steps {
        const queue = new JobQueue({ ...options, overflow: 'wait' })
        const running: { key: string | undefined }[] = []
        const begins: number[] = []
        const order: { priority: number; n: number }[] = []
        const tasks: Task<unknown>[] = []
        let n = 0
        for (const { at, ms, priority, key, cancelledAfter } of list.toSorted((a, b) => a.at - b.at)) {
          if (at > now()) yield* sleep(at - now())
          const own = { priority, n: n++, key }
          const task = queue.add(
            function* (): Steps {
              expect(key === undefined || !running.some((other) => other.key === key)).toBe(true)
              running.push(own)
              expect(running.length).toBeLessThanOrEqual(options.concurrency)
              begins.push(now())
              order.push(own)
              try {
                yield* sleep(ms)
              } finally {
                running.splice(running.indexOf(own), 1)
              }
            },
            { priority, key },
          )
          tasks.push(task)
          if (cancelledAfter !== undefined) createTask(cancelLater(task, cancelledAfter))
        }
        if (tasks.length > 0) yield* wait(tasks)
        yield* queue.onIdle()
        expect(queue.statistics()).toEqual({ running: 0, waiting: 0, paused: false })
        for (const task of tasks) expect(task.done()).toBe(true)
        if (options.rate === undefined) return
        for (const [i, begin] of begins.entries()) {
          const third = begins[i + 2]
          if (third !== undefined) expect(third - begin).toBeGreaterThanOrEqual(7)
        }
      })
    }),
    { numRuns: 300 },
  )
})

function* cancelLater(task: Task<unknown>, ms: number): Steps {
  yield* sleep(ms)
  task.cancel()
}

describe('a job queue refuses by name', () => {
  const queue = new JobQueue()
  const fn = (): Awaitable<void> => sleep(1)
  test.each<[() => unknown, string]>([
    [
      () => new JobQueue(3 as never),
      'Expected the options of JobQueue() as an object, { concurrency, rate, timeout, maxSize, overflow, paused, name }, got the number 3',
    ],
    [
      () => new JobQueue({ concurrency: 0 }),
      'Expected the option concurrency of JobQueue() to be a whole number of at least 1, or Infinity, got 0',
    ],
    [
      () => new JobQueue({ rate: 5 as never }),
      'Expected the option rate of JobQueue() as { limit, interval }, got the number 5',
    ],
    [
      () => new JobQueue({ rate: { limit: 0, interval: 10 } }),
      'Expected the limit of the option rate of JobQueue() to be a whole number of at least 1, got 0',
    ],
    [
      () => new JobQueue({ rate: { limit: 1 } as never }),
      'Expected the interval of the option rate of JobQueue() in milliseconds, a number, got undefined',
    ],
    [
      () => new JobQueue({ overflow: 'drop' as never }),
      "Expected the option overflow of JobQueue() to be 'refuse', 'wait' or 'drop-oldest', got the string \"drop\"",
    ],
    [
      () => new JobQueue({ overflow: 'wait', maxSize: 0 }),
      "Expected the option maxSize of JobQueue() to be at least 1 with overflow 'wait', got 0",
    ],
    [
      () => queue.add(sleep(1) as never),
      'Expected the function of a job, a function, got a Coroutine: pass the function, without calling it',
    ],
    [
      () => queue.add(fn, { priority: Number.NaN }),
      'Expected the option priority of add() to be a number of at least -Infinity, got NaN',
    ],
    [
      () => queue.add(fn, { signal: {} as never }),
      'Expected the option signal of add() to be an AbortSignal, got an object',
    ],
    [
      () => queue.add(fn, { maxWait: -1 }),
      'Expected the option maxWait of add() in milliseconds, 0 or more, got -1',
    ],
    [
      () => queue.onSizeLessThan(0),
      'Expected the size to wait for to be a whole number of at least 1, got 0',
    ],
    [
      () => queue.on('done' as never, () => {}),
      "Expected the event to be 'add', 'begin', 'end' or 'idle', got the string \"done\"",
    ],
    [() => queue.on('end', 5 as never), 'Expected the listener of an event, a function, got the number 5'],
    [
      () => {
        queue.concurrency = 1.5
      },
      'Expected the concurrency of a JobQueue to be a whole number of at least 1, or Infinity, got 1.5',
    ],
  ])('%s', (call, message) => {
    expect(call).toThrow(message)
  })

  test('a job outside of a loop', () => {
    expect(() => queue.add(fn)).toThrow('no running event loop')
  })
})
