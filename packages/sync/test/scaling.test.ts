// only on node: it counts work by V8's profiler

// Four times as many tasks, items or ends take about four times the work, not sixteen times.

import { asyncFor, type Coroutine, coroutine, createTask, gather, sleep, type Task, wait } from '@acoro/core'
import {
  Barrier,
  BroadcastChannel,
  CapacityLimiter,
  Condition,
  Event,
  KeyedLock,
  LifoQueue,
  Lock,
  mapConcurrent,
  Notify,
  openChannel,
  PriorityQueue,
  Queue,
  RateLimiter,
  RwLock,
  Semaphore,
  WatchValue,
} from '@acoro/sync'
import { describe, expect, test } from 'vitest'
import { play } from './support/virtual.ts'
import { countWork } from './support/work.ts'

// biome-ignore lint/suspicious/noExplicitAny: bodies of several kinds.
type Steps = Generator<any, void, any>

function range(n: number): number[] {
  return Array.from({ length: n }, (_, index) => index)
}

/** Starts `n` tasks that wait, then does something to each, one by one. */
function* waiting(
  n: number,
  begin: (index: number) => unknown,
  each: (task: Task<unknown>, index: number) => void,
): Steps {
  const tasks = range(n).map((index) => createTask(begin(index) as Coroutine<unknown>))
  yield* sleep(1)
  for (const [index, task] of tasks.entries()) each(task, index)
  yield* wait(tasks)
  for (const task of tasks) if (!task.cancelled()) task.exception()
}

const cancel = (task: Task<unknown>): void => void task.cancel()

/** Acquires, and releases at once. */
const pass = coroutine(function* pass(acquire: () => Coroutine<Disposable>) {
  using _held = yield* acquire()
})

/** `n` tasks stand in line and pass one after another, or are cancelled one after another. */
function lines(name: string, make: () => () => Coroutine<Disposable>): [string, (n: number) => Steps][] {
  return [
    [
      `${name}: a line that is served`,
      function* (n) {
        const acquire = make()
        const held = yield* acquire()
        yield* waiting(
          n,
          () => pass(acquire),
          (_task, index) => index === n - 1 && held[Symbol.dispose](),
        )
      },
    ],
    [
      `${name}: a line that is cancelled one by one`,
      function* (n) {
        const acquire = make()
        const held = yield* acquire()
        yield* waiting(n, () => pass(acquire), cancel)
        held[Symbol.dispose]()
      },
    ],
    [
      `${name}: a line that is cancelled from its end`,
      function* (n) {
        const acquire = make()
        const held = yield* acquire()
        const tasks: Task<unknown>[] = []
        yield* waiting(
          n,
          () => pass(acquire),
          (task) => {
            tasks.unshift(task)
            if (tasks.length === n) tasks.forEach(cancel)
          },
        )
        held[Symbol.dispose]()
      },
    ],
  ]
}

function queues(name: string, make: () => Queue<number>): [string, (n: number) => Steps][] {
  return [
    [
      `${name}: items in and out`,
      function* (n) {
        const queue = make()
        for (const item of range(n)) queue.putNowait((item * 7919) % n)
        while (!queue.empty()) queue.getNowait()
      },
    ],
    [
      `${name}: getters that are served`,
      function* (n) {
        const queue = make()
        yield* waiting(
          n,
          () => queue.get(),
          (_task, index) => queue.putNowait(index),
        )
      },
    ],
    [
      `${name}: getters that are cancelled`,
      function* (n) {
        const queue = make()
        yield* waiting(n, () => queue.get(), cancel)
      },
    ],
    [
      `${name}: shut down with items, and with getters`,
      function* (n) {
        const queue = make()
        for (const item of range(n)) queue.putNowait(item)
        queue.shutdown(true)
        const other = make()
        yield* waiting(
          n,
          () => other.get(),
          (_task, index) => index === 0 && other.shutdown(),
        )
      },
    ],
  ]
}

const work = coroutine(function* work(item: number) {
  yield* sleep(item % 3)
  return item
})

const workloads: [name: string, body: (n: number) => Steps][] = [
  ...lines('Lock', () => {
    const lock = new Lock()
    return () => lock.acquire()
  }),
  ...lines('Semaphore', () => {
    const semaphore = new Semaphore(2)
    return () => semaphore.acquire(2)
  }),
  ...lines('RwLock.write', () => {
    const lock = new RwLock()
    return () => lock.write()
  }),
  ...lines('RwLock, readers behind a writer', () => {
    const lock = new RwLock()
    let first = true
    return () => {
      const permit = first ? lock.write() : lock.read()
      first = false
      return permit
    }
  }),
  ...lines('KeyedLock', () => {
    const locks = new KeyedLock<string>()
    return () => locks.acquire('key')
  }),
  ...lines('CapacityLimiter', () => {
    const limiter = new CapacityLimiter(1)
    return () => limiter.acquire({})
  }),
  [
    'KeyedLock: many keys',
    function* (n) {
      const locks = new KeyedLock<number>()
      yield* gather(range(n).map((key) => pass(() => locks.acquire(key))))
    },
  ],
  [
    'CapacityLimiter: made larger step by step',
    function* (n) {
      const limiter = new CapacityLimiter(1)
      limiter.tryAcquire('first')
      yield* waiting(
        n,
        () => limiter.acquire({}),
        () => limiter.totalTokens++,
      )
    },
  ],
  ...[false, true].flatMap((strict): [string, (n: number) => Steps][] => [
    [
      `RateLimiter, strict: ${strict}: a line that is served`,
      function* (n) {
        const limiter = new RateLimiter({ limit: 10, interval: 100, strict })
        yield* waiting(
          n,
          () => limiter.acquire(),
          () => {},
        )
      },
    ],
    [
      `RateLimiter, strict: ${strict}: a line that is cancelled`,
      function* (n) {
        const limiter = new RateLimiter({ limit: 1, interval: 1000, strict })
        limiter.tryAcquire()
        yield* waiting(n, () => limiter.acquire(), cancel)
      },
    ],
    [
      `RateLimiter, strict: ${strict}: a large limit`,
      function* (n) {
        const limiter = new RateLimiter({ limit: n, interval: 1000, strict })
        for (const _ of range(2 * n)) {
          yield* limiter.acquire()
          yield* sleep(0.1)
        }
      },
    ],
  ]),
  [
    'Event: set',
    function* (n) {
      const event = new Event()
      yield* waiting(
        n,
        () => event.wait(),
        () => event.set(),
      )
    },
  ],
  [
    'Event: cancelled',
    function* (n) {
      const event = new Event()
      yield* waiting(n, () => event.wait(), cancel)
    },
  ],
  [
    'Notify: one by one',
    function* (n) {
      const notify = new Notify()
      yield* waiting(
        n,
        () => notify.wait(),
        () => notify.notifyOne(),
      )
    },
  ],
  [
    'Notify: cancelled',
    function* (n) {
      const notify = new Notify()
      yield* waiting(n, () => notify.wait(), cancel)
    },
  ],
  [
    'Condition: notified together',
    function* (n) {
      const condition = new Condition()
      const wait = coroutine(function* wait() {
        using _held = yield* condition.acquire()
        yield* condition.wait()
      })
      const all = createTask(waiting(n, wait, () => {}))
      yield* sleep(2)
      using held = yield* condition.acquire()
      condition.notifyAll()
      held.release()
      yield* all
    },
  ],
  [
    'Barrier',
    function* (n) {
      const barrier = new Barrier(n)
      yield* waiting(
        n,
        () => barrier.wait(),
        () => {},
      )
    },
  ],
  ...queues('Queue', () => new Queue<number>()),
  ...queues('LifoQueue', () => new LifoQueue<number>()),
  ...queues('PriorityQueue', () => new PriorityQueue<number>()),
  [
    'Queue of 1: putters that are served',
    function* (n) {
      const queue = new Queue<number>(1)
      queue.putNowait(0)
      const all = createTask(
        waiting(
          n,
          (item) => queue.put(item),
          () => {},
        ),
      )
      for (const _ of range(n + 1)) {
        yield* queue.get()
        queue.taskDone()
      }
      yield* all
    },
  ],
  [
    'channel: items through it',
    function* (n) {
      const [sender, receiver] = openChannel<number>(10)
      const sending = createTask(
        (function* () {
          using open = sender
          for (const item of range(n)) yield* open.send(item)
        })(),
      )
      yield* asyncFor(receiver, function* () {})
      yield* sending
    },
  ],
  [
    'channel: closing senders that wait, one by one',
    function* (n) {
      const [sender, _receiver] = openChannel<number>(0)
      const clones = range(n).map(() => sender.clone())
      yield* waiting(
        n,
        (index) => clones[index]!.send(index),
        (_task, index) => clones[index]!.close(),
      )
    },
  ],
  [
    'channel: closing receivers that wait, one by one',
    function* (n) {
      const [_sender, receiver] = openChannel<number>(0)
      const clones = range(n).map(() => receiver.clone())
      yield* waiting(
        n,
        (index) => clones[index]!.receive(),
        (_task, index) => clones[index]!.close(),
      )
    },
  ],
  [
    'channel: many receivers at one end, cancelled',
    function* (n) {
      const [_sender, receiver] = openChannel<number>(0)
      yield* waiting(n, () => receiver.receive(), cancel)
    },
  ],
  [
    'BroadcastChannel: closing subscribers that wait, one by one',
    function* (n) {
      const channel = new BroadcastChannel<number>(10)
      const receivers = range(n).map(() => channel.subscribe())
      yield* waiting(
        n,
        (index) => receivers[index]!.receive(),
        (_task, index) => receivers[index]!.close(),
      )
    },
  ],
  [
    'BroadcastChannel: a subscriber that falls behind',
    function* (n) {
      const channel = new BroadcastChannel<number>(10)
      const receiver = channel.subscribe({ onLag: () => {} })
      for (const item of range(n)) {
        channel.send(item)
        if (item % 20 === 0) receiver.receiveNowait()
      }
    },
  ],
  [
    'WatchValue: watchers that wait, cancelled',
    function* (n) {
      const value = new WatchValue(0)
      yield* waiting(n, () => value.watch().changed(), cancel)
    },
  ],
  [
    'mapConcurrent: an iterable',
    function* (n) {
      yield* mapConcurrent(range(n), work, { limit: 10 })
    },
  ],
  [
    'mapConcurrent: a queue, in order, without a limit',
    function* (n) {
      const queue = new Queue<number>()
      for (const item of range(n)) queue.putNowait(item)
      queue.shutdown()
      yield* asyncFor(mapConcurrent(queue, work, { limit: Number.POSITIVE_INFINITY }), function* () {})
    },
  ],
]

describe('the work grows with the number of tasks, items or ends, not with its square:', () => {
  test.each(workloads)('%s', (_name, body) => {
    // The optimizing compiler leaves out a few counts, and a heap takes log(n) steps. So not quite 4, and far
    // from 16.
    const [few, many] = [100, 400].map((n) => countWork(() => play(() => body(n))))
    expect(many! / few!).toBeLessThan(6)
  })
})
