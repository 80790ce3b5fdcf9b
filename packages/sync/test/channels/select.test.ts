import {
  createTask,
  gather,
  getRunningLoop,
  sleep,
  type Task,
  TimeoutError,
  timeout,
  wait,
} from '@acoro/core'
import {
  CapacityLimiter,
  Event,
  Latch,
  Lock,
  Notify,
  openChannel,
  PriorityQueue,
  Queue,
  Semaphore,
  select,
} from '@acoro/sync'
import { explore, type Inject, injectCancelEverywhere } from '@acoro/testing'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cancelScopeEverywhere } from '../support/scope-cancel.ts'
import { describedWait, play } from '../support/virtual.ts'

// biome-ignore lint/suspicious/noExplicitAny: bodies that suspend in several ways.
type Steps<T = void> = Generator<any, T, any>

const now = (): number => getRunningLoop().time()
const later = (ms: number, callback: () => void): void => void getRunningLoop().callLater(ms, callback)

function* failure(body: () => Steps<unknown>): Steps<string> {
  try {
    return `no error, but ${JSON.stringify(yield* body())}`
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`
  }
}

describe('select', () => {
  test('does the first case that is ready, in the order of the cases', () => {
    const chosen = play(function* () {
      const [a, b] = [new Queue<string>(), new Queue<string>()]
      a.putNowait('a')
      b.putNowait('b')
      return [
        yield* select([b.get(), a.get()]),
        yield* select({ b: b.get(), a: a.get() }),
        [a.qsize(), b.qsize()],
      ]
    })
    expect(chosen).toEqual([
      { case: 0, done: false, value: 'b' },
      { case: 'a', done: false, value: 'a' },
      [0, 0],
    ])
  })

  test('waits for the first one to become ready, and leaves the other lines', () => {
    const seen = play(function* () {
      const queue = new Queue<string>()
      const full = new Queue<string>(1)
      full.putNowait('full')
      const event = new Event()
      const lock = new Lock()
      using _held = yield* lock.acquire()
      later(10, () => event.set())
      const chosen = yield* select({
        get: queue.get(),
        put: full.put('more'),
        event: event.wait(),
        lock: lock.acquire(),
        late: sleep(100),
      })
      const { getters } = queue.statistics()
      const { putters, size } = full.statistics()
      return [chosen, now(), getters, putters, size, lock.statistics().waiting, event.statistics().waiting]
    })
    expect(seen).toEqual([{ case: 'event', done: false, value: true }, 10, 0, 0, 1, 0, 0])
  })

  test('two ready in one turn: the second value stays in its queue', () => {
    const seen = play(function* () {
      const [a, b] = [new Queue<number>(), new Queue<number>()]
      const received: number[] = []
      for (let n = 1; n <= 10; n += 2) {
        later(n, () => {
          a.putNowait(n)
          b.putNowait(n + 1)
        })
      }
      while (received.length < 10) {
        const { value } = yield* select([a.get(), b.get()])
        received.push(value as number)
      }
      return received
    })
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  })

  test('two ready in one turn: the wake-up of the loser goes to the next in its line', () => {
    const log = play(function* () {
      const [a, b] = [new Queue<string>(), new Queue<string>()]
      const log: string[] = []
      const selecting = createTask(
        (function* (): Steps {
          log.push(`select ${(yield* select([a.get(), b.get()])).value}`)
        })(),
      )
      yield* sleep(1)
      const next = createTask(
        (function* (): Steps {
          log.push(`next ${yield* b.get()}`)
        })(),
      )
      yield* sleep(1)
      a.putNowait('a')
      b.putNowait('b')
      yield* gather([selecting, next])
      return log
    })
    expect(log).toEqual(['select a', 'next b'])
  })

  test('an item that another task takes in between is waited for again', () => {
    const seen = play(function* () {
      const queue = new Queue<string>()
      const event = new Event()
      const selecting = createTask(select([queue.get(), event.wait()]))
      yield* sleep(1)
      queue.putNowait('taken')
      const taken = queue.getNowait()
      yield* sleep(1)
      const waits = queue.statistics().getters
      queue.putNowait('second')
      return [taken, waits, yield* selecting]
    })
    expect(seen).toEqual(['taken', 1, { case: 0, done: false, value: 'second' }])
  })

  test('the losers have sent nothing, acquired nothing and used no notification', () => {
    const seen = play(function* () {
      const [send, receive] = openChannel<string>(1)
      const limit = new CapacityLimiter(1)
      const semaphore = new Semaphore(1)
      const notify = new Notify()
      notify.notifyOne()
      const queue = new PriorityQueue<number>()
      queue.putNowait(1)
      const first = yield* select([
        queue.get(),
        send.send('x'),
        limit.acquire(),
        semaphore.acquire(),
        notify.wait(),
        new Latch(0).wait(),
      ])
      return [
        first,
        receive.statistics().size,
        limit.borrowedTokens,
        semaphore.value,
        notify.statistics().notified,
      ]
    })
    expect(seen).toEqual([{ case: 0, done: false, value: 1 }, 0, 0, 1, true])
  })

  test('the losers that were woken in the same turn hand on what they were given', () => {
    const seen = play(function* () {
      const semaphore = new Semaphore(1)
      const limit = new CapacityLimiter(1)
      const notify = new Notify()
      const lock = new Lock()
      const [send, receive] = openChannel<string>(1)
      const holds = [yield* semaphore.acquire(), yield* limit.acquire('other'), yield* lock.acquire()]
      send.sendNowait('first')
      const event = new Event()
      const selecting = createTask(
        select([
          event.wait(),
          semaphore.acquire(),
          limit.acquire(),
          notify.wait(),
          lock.acquire(),
          send.send('x'),
        ]),
      )
      yield* sleep(1)
      for (const one of holds) one.release()
      const received = [receive.receiveNowait()]
      notify.notifyOne()
      event.set()
      const chosen = yield* selecting
      const free = [
        semaphore.tryAcquire(),
        limit.tryAcquire('other'),
        lock.tryAcquire(),
        notify.statistics().notified,
      ]
      send.sendNowait('second')
      received.push(receive.receiveNowait())
      return [chosen, ...free.map(Boolean), received]
    })
    expect(seen).toEqual([{ case: 0, done: false, value: true }, true, true, true, true, ['first', 'second']])
  })

  test('a send and a receive of two selects meet in a channel without capacity', () => {
    const seen = play(function* () {
      const [send, receive] = openChannel<string>(0)
      const event = new Event()
      const sending = createTask(select([event.wait(), send.send('met')]))
      const receiving = createTask(select([event.wait(), receive.receive()]))
      return [yield* sending, yield* receiving, event.statistics().waiting]
    })
    expect(seen).toEqual([
      { case: 1, done: false, value: undefined },
      { case: 1, done: false, value: 'met' },
      0,
    ])
  })

  test('a task or a future is a case that is not cancelled, and whose error is thrown', () => {
    const seen = play(function* () {
      const slow = createTask(sleep(100, 'slow'))
      const first = yield* select({ slow, quick: sleep(10, 'quick') })
      const second = yield* select({ slow, late: sleep(1000, 'late') })
      const done = yield* select([sleep(5), slow])
      const broken = createTask(
        (function* (): Steps {
          yield* sleep(1)
          throw new Error('broken')
        })(),
      )
      const queue = new Queue<number>()
      const error = yield* failure(() => select([queue.get(), broken]) as never)
      return [first, second, done, error, queue.statistics().getters, slow.cancelled()]
    })
    expect(seen).toEqual([
      { case: 'quick', done: false, value: 'quick' },
      { case: 'slow', done: false, value: 'slow' },
      { case: 1, done: false, value: 'slow' },
      'Error: broken',
      0,
      false,
    ])
  })

  test('sleep(0) lets the others have a turn, and null is never ready', () => {
    const seen = play(function* () {
      const queue = new Queue<string>()
      getRunningLoop().callSoon(() => queue.putNowait('in the turn'))
      const first = yield* select([queue.get(), sleep(0)])
      const none = yield* select({ off: null, queue: queue.get(), otherwise: sleep(0, 'nothing') })
      return [first, none]
    })
    expect(seen).toEqual([
      { case: 0, done: false, value: 'in the turn' },
      { case: 'otherwise', done: false, value: 'nothing' },
    ])
  })

  test('with fair: true begins with another case each time, and the same each run', () => {
    const run = (fair: boolean) =>
      play(function* () {
        const queues = [0, 1, 2].map(() => new Queue<number>())
        for (const queue of queues) for (let n = 0; n < 3; n++) queue.putNowait(n)
        const order: (string | number)[] = []
        for (let n = 0; n < 6; n++)
          order.push(
            (yield* select(
              queues.map((queue) => queue.get()),
              { fair },
            )).case,
          )
        return order.join('')
      })
    expect([run(false), run(true), run(true)]).toEqual(['000111', '012012', '012012'])
  })

  test('the end of a source is told once, and then left out', () => {
    const log = play(function* () {
      const log: unknown[] = []
      const [send, receive] = openChannel<number>(2)
      const queue = new Queue<number>()
      send.sendNowait(1)
      send.close()
      later(10, () => queue.putNowait(2))
      later(20, () => queue.shutdown())
      for (let n = 0; n < 10; n++) {
        const chosen = yield* select({ channel: receive.receive(), queue: queue.get() })
        log.push(`${chosen.case} ${chosen.done ? 'done' : chosen.value} at ${now()}`)
        if (chosen.done && chosen.case === 'queue') break
      }
      log.push(yield* failure(() => select({ channel: receive.receive(), queue: queue.get() }) as never))
      const other = createTask(select([receive.receive()]))
      log.push(yield* other)
      return log
    })
    expect(log).toEqual([
      'channel 1 at 0',
      'channel done at 0',
      'queue 2 at 10',
      'queue done at 20',
      'EndOfChannel: Expected a case of select() that may be ready, but the sources of all have ended',
      { case: 0, done: true, value: undefined },
    ])
  })

  test('an end that is closed while it waits is an error, and nothing is left in line', () => {
    const seen = play(function* () {
      const [send, receive] = openChannel<number>(0)
      const queue = new Queue<number>()
      const task = createTask(failure(() => select([queue.get(), send.send(1)]) as never))
      yield* sleep(1)
      receive.close()
      return [yield* task, queue.statistics().getters]
    })
    expect(seen).toEqual([expect.stringContaining('BrokenResourceError'), 0])
  })

  test('shows all its cases in reports', () => {
    const text = play(function* () {
      const task = createTask(
        select([new Queue(0, { name: 'jobs' }).get(), new Event({ name: 'stop' }).wait(), sleep(50)]),
      )
      yield* sleep(1)
      const described = describedWait(task as Task<unknown>)
      const stack = task.getStack().length
      task.cancel()
      return `${described}, ${stack > 0}`
    })
    expect(text).toBe(
      'select of Queue.get on jobs (0 items, 1 waiting) | Event.wait on stop (1 waiting) | sleep until 50 ms, true',
    )
  })

  test('a timeout around it withdraws all cases', () => {
    const seen = play(function* () {
      const queue = new Queue<number>()
      const lock = new Lock()
      using _held = yield* lock.acquire()
      let error: unknown
      try {
        yield* timeout(10, () => select([queue.get(), lock.acquire()]))
      } catch (thrown) {
        error = thrown
      }
      return [error instanceof TimeoutError, queue.statistics().getters, lock.statistics().waiting]
    })
    expect(seen).toEqual([true, 0, 0])
  })

  test('works in eager tasks and driven by hand, and closes when it is closed', () => {
    const seen = play(function* () {
      const queue = new Queue<number>()
      const task = createTask(select([queue.get()]), { eager: true })
      const before = queue.statistics().getters
      const closed = select([queue.get(), sleep(10)])
      closed.close()
      const unbegun = createTask(select([queue.get()]))
      unbegun.cancel()
      queue.putNowait(1)
      yield* wait([task, unbegun])
      return [before, task.result(), queue.statistics().getters]
    })
    expect(seen).toEqual([1, { case: 0, done: false, value: 1 }, 0])
  })
})

describe('bad input of select', () => {
  const refused = (cases: unknown, options?: unknown): string =>
    play(function* () {
      try {
        ;(select as (...args: unknown[]) => unknown)(typeof cases === 'function' ? cases() : cases, options)
      } catch (error) {
        return `${error}`
      }
      return 'accepted'
    })

  test('is refused at the call, by name', () => {
    function* work(): Steps {
      yield* sleep(1)
    }
    const [send, receive] = openChannel<number>(0)
    const queue = new Queue<number>()
    expect([
      refused(undefined),
      refused(queue),
      refused([]),
      refused([null]),
      refused(() => [queue.get(), work()]),
      refused(() => ({ both: gather, queue: queue.get() })),
      refused(() => [Promise.resolve(1)]),
      refused(() => new Set([queue.get()])),
      refused(() => [receive.receive(), send.send(1)]),
      refused(() => queue.get()),
      refused(() => [queue.get()], { fair: 1 }),
    ]).toMatchInlineSnapshot(`
      [
        "TypeError: Expected the cases of select(), an object or an array of operations, got undefined",
        "TypeError: Expected operations that can be withdrawn, such as queue.get(), event.wait(), sleep(ms) or a task, got the string "" as case 'name'",
        "RangeError: Expected at least one case to select from, got none",
        "RangeError: Expected at least one case to select from, got none",
        "TypeError: Expected operations that can be withdrawn, such as queue.get(), event.wait(), sleep(ms) or a task, got a Generator as case 1: use race() for other coroutines",
        "TypeError: Expected operations that can be withdrawn, such as queue.get(), event.wait(), sleep(ms) or a task, got the function gather as case 'both'",
        "TypeError: Expected operations that can be withdrawn, such as queue.get(), event.wait(), sleep(ms) or a task, got a Promise as case 0",
        "TypeError: Expected the cases of select(), an object or an array of operations, got a Set",
        "RangeError: Expected cases that do not wait for one another, got both ends of a channel without capacity as cases 0 and 1",
        "TypeError: Expected the cases of select(), an object or an array of operations, got a Coroutine: write select([…])",
        "TypeError: Expected the option fair of select() to be true or false, got the number 1",
      ]
    `)
  })

  test('an operation that was awaited before is refused when it is awaited again, and the others are withdrawn', () => {
    const seen = play(function* () {
      const queue = new Queue<number>()
      const other = new Queue<number>()
      const get = queue.get()
      const task = createTask(select([get]))
      yield* sleep(1)
      const error = yield* failure(() => select([other.get(), get]) as never)
      task.cancel()
      yield* sleep(1)
      return [error, other.statistics().getters, queue.statistics().getters]
    })
    expect(seen).toEqual([expect.stringMatching(/^RuntimeError/), 0, 0])
  })
})

describe('nothing is lost or done twice', () => {
  test('whenever a select is cancelled, in any moment, by a task or by a scope', () => {
    const program = function* (inject: Inject): Steps {
      const [a, b] = [new Queue<number>(), new Queue<number>()]
      const [send, receive] = openChannel<number>(1)
      const lock = new Lock()
      send.sendNowait(0)
      const received: number[] = []
      let sent = false
      function* choose(): Steps {
        const chosen = yield* select({
          a: a.get(),
          b: b.get(),
          lock: lock.acquire(),
          send: send.send(9),
          late: sleep(9),
        })
        if (chosen.case === 'a' || chosen.case === 'b') received.push(chosen.value as number)
        if (chosen.case === 'send') sent = true
        if (chosen.case === 'lock') chosen.value?.release()
      }
      const held = yield* lock.acquire()
      const tasks = [inject(choose()), createTask(choose())]
      yield* sleep(1)
      a.putNowait(1)
      b.putNowait(2)
      received.push(receive.receiveNowait())
      held.release()
      yield* wait(tasks)
      yield* sleep(1)
      for (const queue of [a, b]) while (!queue.empty()) received.push(queue.getNowait())
      if (receive.statistics().size > 0) received.push(receive.receiveNowait())
      expect(received.toSorted()).toEqual(sent ? [0, 1, 2, 9] : [0, 1, 2])
      expect([a.statistics().getters, b.statistics().getters, lock.statistics().waiting]).toEqual([0, 0, 0])
      expect(lock.tryAcquire()).toBeDefined()
      expect(receive.statistics().waitingSenders).toBe(0)
    }
    expect(injectCancelEverywhere(program)).toBeGreaterThan(3)
    expect(cancelScopeEverywhere(program)).toBeGreaterThan(3)
  })

  test('in every order of two selects, a getter and three puts', () => {
    const exploration = explore({ strategy: 'dfs', runs: 4000 }, function* () {
      const [a, b] = [new Queue<string>(), new Queue<string>()]
      const received: string[] = []
      const selecting = [0, 1].map(() =>
        createTask(
          (function* (): Steps {
            received.push((yield* select([a.get(), b.get()])).value as string)
          })(),
        ),
      )
      const getting = createTask(
        (function* (): Steps {
          received.push(yield* b.get())
        })(),
      )
      for (const [queue, item] of [
        [a, 'a1'],
        [b, 'b1'],
        [b, 'b2'],
      ] as const) {
        createTask(
          (function* (): Steps {
            yield* queue.put(item)
          })(),
        )
      }
      yield* wait([...selecting, getting], { timeout: 10 })
      for (const task of [...selecting, getting]) task.cancel()
      for (const queue of [a, b]) while (!queue.empty()) received.push(queue.getNowait())
      if (received.toSorted().join() !== 'a1,b1,b2') throw new Error(`received ${received}`)
    })
    expect(exploration.runs).toBeGreaterThan(100)
  })

  test('against a model: random puts, sends, selects and cancels', () => {
    const action = fc.record({
      at: fc.integer({ min: 0, max: 12 }),
      kind: fc.constantFrom('put', 'send', 'select', 'get', 'cancel'),
      on: fc.integer({ min: 0, max: 2 }),
    })
    fc.assert(
      fc.property(fc.array(action, { maxLength: 40 }), fc.boolean(), (actions, fair) => {
        play(function* () {
          const queues = [new Queue<number>(), new Queue<number>(2)] as const
          const [send, receive] = openChannel<number>(0)
          const [sent, received]: [number[], number[]] = [[], []]
          const consumers: Task<unknown>[] = []
          const producers: Task<unknown>[] = []
          function* produce(item: number, on: number): Steps {
            const queue = queues[on]
            const mine = queue === undefined ? send.send(item) : queue.put(item)
            const { case: which } = yield* select({ mine, late: sleep(50) }, { fair })
            if (which === 'mine') sent.push(item)
          }
          function* consume(all: boolean, on: number): Steps {
            const queue = queues[on]
            if (!all) received.push(yield* queue === undefined ? receive.receive() : queue.get())
            else {
              const { value } = yield* select([queues[0].get(), receive.receive(), queues[1].get()], { fair })
              received.push(value as number)
            }
          }
          actions.forEach(({ at, kind, on }, item) => {
            later(at, () => {
              if (kind === 'put' || kind === 'send')
                producers.push(createTask(produce(item, kind === 'send' ? 2 : on)))
              else if (kind === 'cancel') consumers[on]?.cancel()
              else consumers.push(createTask(consume(kind === 'select', on)))
            })
          })
          yield* sleep(100)
          for (const task of consumers) task.cancel()
          yield* sleep(0)
          for (const queue of queues) while (!queue.empty()) received.push(queue.getNowait())
          while (receive.statistics().size > 0) received.push(receive.receiveNowait())
          expect(received.toSorted((a, b) => a - b)).toEqual(sent.toSorted((a, b) => a - b))
          const lines = [
            ...queues.flatMap((queue) => [queue.statistics().getters, queue.statistics().putters]),
          ]
          expect([
            ...lines,
            receive.statistics().waitingReceivers,
            receive.statistics().waitingSenders,
          ]).toEqual([0, 0, 0, 0, 0, 0])
        })
      }),
      { numRuns: 300 },
    )
  })
})
