// A cancel test for every method that waits: each case is run once for each moment at which its victim can be
// cancelled.

import { type Awaitable, asyncFor, coroutine, createTask, RuntimeError, sleep, wait } from '@acoro/core'
import {
  Barrier,
  BoundedSemaphore,
  BroadcastChannel,
  CapacityLimiter,
  Condition,
  Event,
  KeyedLock,
  Latch,
  LifoQueue,
  Lock,
  mapConcurrent,
  Notify,
  OnceCell,
  openChannel,
  openOneshot,
  PriorityQueue,
  Queue,
  RateLimiter,
  RLock,
  RwLock,
  Semaphore,
  WatchValue,
} from '@acoro/sync'
import type { Inject } from '@acoro/testing'
import { expect } from 'vitest'

/** Starts the victim with `inject`, and throws if something is lost or left behind. */
export type Case = (inject: Inject) => Generator<undefined, unknown, unknown>

// biome-ignore lint/suspicious/noExplicitAny: bodies that suspend in several ways.
type Steps = Generator<any, any, any>

/** Three tasks in line, the victim between the others: these get their turn, and all is free in the end. */
function inLine(make: () => { acquire(): Awaitable<Disposable | void>; isFree(): boolean }): Case {
  return function* (inject): Steps {
    const { acquire, isFree } = make()
    const log: string[] = []
    function* visit(name: string): Steps {
      using _held = (yield* acquire()) ?? undefined
      log.push(name)
      yield* sleep(1)
    }
    yield* wait([createTask(visit('first')), inject(visit('victim')), createTask(visit('last'))])
    expect(log.filter((name) => name !== 'victim')).toEqual(['first', 'last'])
    expect(isFree()).toBe(true)
  }
}

/** Whoever is cancelled, the others get a value, made by one of them at a time. */
function* onceCell(inject: Inject): Steps {
  const cell = new OnceCell<number>()
  let [under, made] = [0, 0]
  function* make(): Steps {
    expect(++under).toBe(1)
    try {
      yield* sleep(1)
      if (made === 0) {
        made++
        throw new Error('the first one fails')
      }
      return ++made
    } finally {
      under--
    }
  }
  function* first(): Steps {
    try {
      return yield* cell.getOrInit(make)
    } catch (error) {
      if ((error as Error).message !== 'the first one fails') throw error
      return yield* cell.getOrInit(make)
    }
  }
  const tasks = [createTask(first()), inject(first()), createTask(first())]
  yield* wait(tasks)
  expect([tasks[0]!.result(), tasks[2]!.result()]).toEqual([cell.get(), cell.get()])
  expect(cell.statistics()).toEqual({ state: 'set', waiting: 0 })
}

/** The value is received by one of two tasks, or stays. */
function* oneshot(inject: Inject): Steps {
  const [sender, receiver] = openOneshot<number>()
  const received: number[] = []
  function* receive(): Steps {
    try {
      received.push(yield* receiver.receive())
    } catch (error) {
      if (!(error instanceof RuntimeError)) throw error
    }
  }
  const tasks = [inject(receive()), createTask(receive())]
  yield* sleep(1)
  sender.send(1)
  yield* wait(tasks)
  expect(received).toEqual([1])
}

interface Pipe {
  /** Ways to receive and to send that wait. */
  get(): Awaitable<unknown>
  put(item: number): Awaitable<unknown>
  getNow(): number
  putNow(item: number): void
  size(): number
  waiting(): number
}

/** Two tasks receive, two items are sent: each item was received by one of them, or is still there. */
function receiving(make: () => Pipe): Case {
  return function* (inject): Steps {
    const pipe = make()
    const received: unknown[] = []
    function* receive(): Steps {
      received.push(yield* pipe.get())
    }
    const tasks = [inject(receive()), createTask(receive())]
    yield* sleep(1)
    pipe.putNow(1)
    pipe.putNow(2)
    yield* wait(tasks)
    while (pipe.size() > 0) received.push(pipe.getNow())
    expect(received.toSorted()).toEqual([1, 2])
    expect(pipe.waiting()).toBe(0)
  }
}

/**
 * Two tasks send while there is no room: what arrives is what was sent, and a cancelled send has sent
 * nothing.
 */
function sending(make: () => Pipe): Case {
  return function* (inject): Steps {
    const pipe = make()
    pipe.putNow(1)
    function* send(item: number): Steps {
      yield* pipe.put(item)
    }
    const victim = inject(send(2))
    const other = createTask(send(3))
    const received: number[] = []
    while (received.length < 2 || pipe.size() > 0) {
      yield* sleep(1)
      if (pipe.size() > 0) received.push(pipe.getNow())
    }
    yield* wait([victim, other])
    while (pipe.size() > 0) received.push(pipe.getNow())
    expect(received.toSorted()).toEqual(victim.cancelled() ? [1, 3] : [1, 2, 3])
    expect(pipe.waiting()).toBe(0)
  }
}

function ofQueue(queue: Queue<number>): Pipe {
  return {
    get: () => queue.get(),
    put: (item) => queue.put(item),
    getNow: () => queue.getNowait(),
    putNow: (item) => queue.putNowait(item),
    size: () => queue.qsize(),
    waiting: () => queue.statistics().getters + queue.statistics().putters,
  }
}

function ofChannel(): Pipe {
  const [sender, receiver] = openChannel<number>(2)
  return {
    get: () => receiver.receive(),
    put: (item) => sender.send(item),
    getNow: () => receiver.receiveNowait(),
    putNow: (item) => sender.sendNowait(item),
    size: () => sender.statistics().size,
    waiting: () => sender.statistics().waitingSenders + sender.statistics().waitingReceivers,
  }
}

/** A channel of 2 that has one item before anything else: so it is as full as a queue of 1. */
function ofNarrowChannel(reserves: boolean): Pipe {
  const [sender, receiver] = openChannel<number>(1)
  return {
    ...ofChannel(),
    get: () => receiver.receive(),
    *put(item) {
      if (!reserves) return yield* sender.send(item)
      using slot = yield* sender.reserve()
      slot.send(item)
    },
    getNow: () => receiver.receiveNowait(),
    putNow: (item) => sender.sendNowait(item),
    size: () => sender.statistics().size,
    waiting: () => sender.statistics().waitingSenders + sender.statistics().waitingReceivers,
  }
}

/** The item that the next step of an iteration has. */
function* next(source: { anext(): Awaitable<IteratorResult<number, unknown>> }): Steps {
  return (yield* source.anext()).value
}

/** The victim and another task wait for the same thing, which reaches the other one. */
function waitingTogether(
  make: () => { wait(): Awaitable<unknown>; happen(): void; waiting(): number },
): Case {
  return function* (inject): Steps {
    const { wait: until, happen, waiting } = make()
    function* body(): Steps {
      yield* until()
    }
    const victim = inject(body())
    const other = createTask(body())
    yield* sleep(1)
    happen()
    yield* wait([victim, other])
    expect([other.cancelled(), other.exception(), waiting()]).toEqual([false, undefined, 0])
  }
}

function condition(waits: (condition: Condition, isDone: () => boolean) => Awaitable<unknown>): Case {
  return function* (inject): Steps {
    const condition = new Condition()
    const log: string[] = []
    let turn = 0
    function* body(name: string): Steps {
      using _held = yield* condition.acquire()
      try {
        yield* waits(condition, () => turn > 0)
        log.push(`${name} notified`)
      } finally {
        log.push(condition.locked() ? `${name} has the lock` : `${name} lost the lock`)
      }
    }
    const victim = inject(body('victim'))
    const other = createTask(body('other'))
    yield* sleep(1)
    // One for each that may wait: a notification that the victim had goes to the other one.
    for (let round = 0; round < 2; round++) {
      using _held = yield* condition.acquire()
      turn++
      condition.notify()
      yield* sleep(1)
    }
    yield* wait([victim, other])
    expect(log.filter((line) => line.endsWith('lost the lock') || line === 'other notified')).toEqual([
      'other notified',
    ])
    expect(condition.statistics()).toEqual({ locked: false, waiting: 0, waitingForLock: 0 })
  }
}

/**
 * The victim reads a subscription, with `read`; another subscriber gets all items, and the victim's own loses
 * none.
 */
function subscribing(read: (source: BroadcastReceiverLike) => Awaitable<unknown>): Case {
  return function* (inject): Steps {
    const channel = new BroadcastChannel<number>(10)
    const [mine, others] = [channel.subscribe(), channel.subscribe()]
    const seen: unknown[] = []
    const victim = inject(
      (function* (): Steps {
        while (seen.length < 3) seen.push(yield* read(mine))
      })(),
    )
    for (const item of [1, 2, 3]) {
      channel.send(item)
      yield* sleep(1)
    }
    yield* wait([victim])
    while (mine.pending > 0) seen.push(mine.receiveNowait())
    const all: unknown[] = []
    while (others.pending > 0) all.push(yield* others.receive())
    expect([seen, all, channel.statistics().waiting]).toEqual([[1, 2, 3], [1, 2, 3], 0])
  }
}

type BroadcastReceiverLike = ReturnType<BroadcastChannel<number>['subscribe']>

/** The victim maps the items of a queue: each was begun, or is still there. */
function mapping(read: (map: ReturnType<typeof mapConcurrent<number, void>>) => Awaitable<unknown>): Case {
  return function* (inject): Steps {
    const queue = new Queue<number>()
    const begun: number[] = []
    let ended = 0
    const handle = coroutine(function* handle(item: number) {
      begun.push(item)
      try {
        yield* sleep(2)
      } finally {
        ended++
      }
    })
    const victim = inject(
      (function* (): Steps {
        yield* read(mapConcurrent(queue, handle, { limit: 2 }))
      })(),
    )
    for (const item of [1, 2, 3]) {
      queue.putNowait(item)
      yield* sleep(1)
    }
    queue.shutdown()
    yield* wait([victim])
    const left: number[] = []
    while (!queue.empty()) left.push(queue.getNowait())
    expect([[...begun, ...left], ended]).toEqual([[1, 2, 3], begun.length])
  }
}

const barrier: Case = function* (inject): Steps {
  const barrier = new Barrier(2)
  const log: string[] = []
  function* meet(name: string, ms: number): Steps {
    yield* sleep(ms)
    yield* barrier.wait()
    log.push(name)
  }
  const victim = inject(meet('victim', 1))
  const others = [createTask(meet('a', 2)), createTask(meet('b', 3))]
  yield* sleep(5)
  // A is released with the victim, or with b if the victim left before.
  const left = log.includes('b') ? 0 : 1
  expect([log.includes('a'), barrier.nWaiting]).toEqual([true, left])
  yield* barrier.abort()
  yield* wait([victim, ...others])
  for (const task of others) if (!task.cancelled()) task.exception()
  expect(barrier.statistics().waiting).toBe(0)
}

const join: Case = function* (inject): Steps {
  const queue = new Queue<number>()
  queue.putNowait(1)
  const victim = inject(queue.join())
  const other = createTask(queue.join())
  yield* sleep(1)
  queue.taskDone()
  yield* wait([victim, other])
  expect([other.cancelled(), queue.statistics().joiners]).toEqual([false, 0])
}

const notify: Case = function* (inject): Steps {
  const notify = new Notify()
  let woken = 0
  function* body(): Steps {
    yield* notify.wait()
    woken++
  }
  const tasks = [inject(body()), createTask(body())]
  yield* sleep(1)
  notify.notifyOne()
  notify.notifyOne()
  yield* wait(tasks)
  // A notification that was used up by no task is kept.
  expect(woken + (notify.statistics().notified ? 1 : 0)).toBe(2)
}

const rate: Case = function* (inject): Steps {
  const limiter = new RateLimiter({ limit: 1, interval: 10 })
  const log: string[] = []
  function* use(name: string): Steps {
    yield* limiter.acquire()
    log.push(name)
  }
  const tasks = [createTask(use('a')), inject(use('victim')), createTask(use('b'))]
  yield* wait(tasks)
  expect([log.filter((name) => name !== 'victim'), limiter.statistics().waiting]).toEqual([['a', 'b'], 0])
}

function watching(read: (value: WatchValue<number>) => () => Awaitable<unknown>): Case {
  return waitingTogether(() => {
    const value = new WatchValue(0)
    const waits = read(value)
    return { wait: waits, happen: () => value.set(1), waiting: () => value.statistics().waiting }
  })
}

const semaphoreOf = (semaphore: Semaphore) => ({
  acquire: () => semaphore.acquire(),
  isFree: () => semaphore.value === 1 && !semaphore.locked(),
})

/** By class and method. */
export const cases: Readonly<Record<string, Case>> = {
  'Barrier.wait': barrier,
  'BoundedSemaphore.acquire': inLine(() => semaphoreOf(new BoundedSemaphore(1))),
  'BroadcastReceiver.receive': subscribing((receiver) => receiver.receive()),
  'BroadcastReceiver.anext': subscribing((receiver) => next(receiver)),
  'CapacityLimiter.acquire': inLine(() => {
    const limiter = new CapacityLimiter(1)
    return { acquire: () => limiter.acquire(), isFree: () => limiter.availableTokens === 1 }
  }),
  'ConcurrentMap.collect': mapping((map) => map.collect()),
  'ConcurrentMap.anext': mapping((map) => asyncFor(map, function* () {})),
  'Condition.acquire': inLine(() => {
    const condition = new Condition()
    return { acquire: () => condition.acquire(), isFree: () => !condition.locked() }
  }),
  'Condition.wait': condition((condition) => condition.wait()),
  'Condition.waitFor': condition((condition, isDone) => condition.waitFor(isDone)),
  'Event.wait': waitingTogether(() => {
    const event = new Event()
    return { wait: () => event.wait(), happen: () => event.set(), waiting: () => event.statistics().waiting }
  }),
  'KeyedLock.acquire': inLine(() => {
    const locks = new KeyedLock<string>()
    return { acquire: () => locks.acquire('key'), isFree: () => locks.size === 0 }
  }),
  'Latch.wait': waitingTogether(() => {
    const latch = new Latch(1)
    return {
      wait: () => latch.wait(),
      happen: () => latch.countDown(),
      waiting: () => latch.statistics().waiting,
    }
  }),
  'LifoQueue.get': receiving(() => ofQueue(new LifoQueue())),
  'LifoQueue.put': sending(() => ofQueue(new LifoQueue(1))),
  'Lock.acquire': inLine(() => {
    const lock = new Lock()
    return { acquire: () => lock.acquire(), isFree: () => lock.tryAcquire() !== undefined }
  }),
  'Notify.wait': notify,
  'OnceCell.getOrInit': onceCell,
  'PriorityQueue.get': receiving(() => ofQueue(new PriorityQueue())),
  'PriorityQueue.put': sending(() => ofQueue(new PriorityQueue(1))),
  'Queue.get': receiving(() => ofQueue(new Queue())),
  'Queue.put': sending(() => ofQueue(new Queue(1))),
  'Queue.join': join,
  'Queue.anext': receiving(() => {
    const queue = new Queue<number>()
    return { ...ofQueue(queue), get: () => next(queue) }
  }),
  'RateLimiter.acquire': rate,
  'ReceiveChannel.receive': receiving(() => ofChannel()),
  'ReceiveChannel.anext': receiving(() => {
    const [sender, receiver] = openChannel<number>(2)
    return {
      ...ofChannel(),
      get: () => next(receiver),
      getNow: () => receiver.receiveNowait(),
      putNow: (item) => sender.sendNowait(item),
      size: () => sender.statistics().size,
      waiting: () => sender.statistics().waitingReceivers,
    }
  }),
  'OneshotReceiver.receive': oneshot,
  'RLock.acquire': inLine(() => {
    const lock = new RLock()
    return { acquire: () => lock.acquire(), isFree: () => lock.tryAcquire() !== undefined }
  }),
  'RwLock.read': inLine(() => {
    const lock = new RwLock()
    const isFree = () => lock.statistics().readers === 0 && lock.tryWrite() !== undefined
    return { acquire: () => lock.read(), isFree }
  }),
  'RwLock.write': inLine(() => {
    const lock = new RwLock()
    return { acquire: () => lock.write(), isFree: () => lock.tryWrite() !== undefined }
  }),
  'Semaphore.acquire': inLine(() => semaphoreOf(new Semaphore(1))),
  'SendChannel.send': sending(() => ofNarrowChannel(false)),
  'SendChannel.reserve': sending(() => ofNarrowChannel(true)),
  'WatchValue.waitFor': watching((value) => () => value.waitFor((number) => number === 1)),
  'Watcher.changed': watching((value) => {
    return function* (): Steps {
      const watcher = value.watch()
      expect(watcher.value).toBe(0)
      return yield* watcher.changed()
    }
  }),
  'Watcher.anext': watching((value) => {
    return function* (): Steps {
      const watcher = value.watch()
      expect(watcher.value).toBe(0)
      return yield* next(watcher)
    }
  }),
}

/** Classes and methods whose coroutines never wait, and so have nothing to lose. */
export const neverWait: readonly string[] = [
  'Barrier.abort',
  'Barrier.reset',
  'BroadcastChannel',
  'OneshotSender',
  'Permit',
  'Primitive',
  'SendSlot',
  'WritePermit',
]
