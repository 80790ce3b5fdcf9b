/** The primitives, queues and channels of sync. */

import { type Awaitable, createTask, gather, type Suspension, sleep, type Task, wait } from '@acoro/core'
import {
  BroadcastChannel,
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
import { VirtualLoop } from '@acoro/testing'
import type { ScalingCase } from './case.ts'

function program(name: string, main: (n: number) => Generator<Suspension, unknown, unknown>): ScalingCase {
  return {
    name,
    run: (n) => {
      using loop = new VirtualLoop()
      loop.runSync(() => main(n) as Awaitable<unknown>)
    },
  }
}

function times<T>(n: number, make: (index: number) => T): T[] {
  return Array.from({ length: n }, (_, index) => make(index))
}

function* holding(wait: () => Awaitable<unknown>): Generator<Suspension, unknown, unknown> {
  return yield* wait()
}

/** It ends, whatever with. */
function* settled(work: () => Awaitable<unknown>): Generator<Suspension, void, unknown> {
  try {
    yield* work()
  } catch {}
}

/** `n` tasks that wait, and are cancelled one by one, the last one first or the first one first. */
function cancelled(name: string, make: (n: number) => () => Awaitable<unknown>): ScalingCase[] {
  return ['first', 'last'].map((end) =>
    program(`${name}, waiters cancelled, the ${end} one first`, function* (n) {
      const enter = make(n)
      const tasks: Task<unknown>[] = times(n, () => createTask(holding(enter)))
      yield* sleep(1)
      for (const task of end === 'first' ? tasks : tasks.toReversed()) task.cancel()
      yield* wait(tasks)
    }),
  )
}

function held(): Lock {
  const lock = new Lock()
  lock.tryAcquire()
  return lock
}

export const syncCases: readonly ScalingCase[] = [
  ...cancelled('Lock', () => {
    const lock = held()
    return () => lock.acquire()
  }),
  ...cancelled('Event', () => {
    const event = new Event()
    return () => event.wait()
  }),
  ...cancelled('Queue.get', () => {
    const queue = new Queue<number>()
    return () => queue.get()
  }),
  ...cancelled('Queue.put', () => {
    const queue = new Queue<number>(1)
    queue.putNowait(1)
    return () => queue.put(2)
  }),
  ...cancelled('Semaphore', () => {
    const semaphore = new Semaphore(0)
    return () => semaphore.acquire()
  }),
  ...cancelled('Notify', () => {
    const notify = new Notify()
    return () => notify.wait()
  }),
  program('Lock, one after the other', function* (n) {
    const lock = new Lock()
    const one = function* () {
      using _held = yield* lock.acquire()
      yield* sleep(0)
    }
    yield* gather(times(n, one))
  }),
  program('Semaphore, one after the other', function* (n) {
    const semaphore = new Semaphore(3)
    const one = function* () {
      using _permit = yield* semaphore.acquire()
      yield* sleep(0)
    }
    yield* gather(times(n, one))
  }),
  program('RwLock, readers and writers', function* (n) {
    const lock = new RwLock()
    const one = function* (i: number) {
      using _held = yield* i % 5 === 0 ? lock.write() : lock.read()
      yield* sleep(0)
    }
    yield* gather(times(n, one))
  }),
  program('Condition, all notified', function* (n) {
    const condition = new Condition()
    const one = function* () {
      using _held = yield* condition.acquire()
      yield* condition.wait()
    }
    const tasks = times(n, () => createTask(one()))
    yield* sleep(1)
    yield* holding(function* () {
      using _held = yield* condition.acquire()
      condition.notifyAll()
    } as never)
    yield* wait(tasks)
  }),
  program('KeyedLock, a key each', function* (n) {
    const lock = new KeyedLock<number>()
    const one = function* (i: number) {
      using _held = yield* lock.acquire(i)
      yield* sleep(0)
    }
    yield* gather(times(n, one))
  }),
  ...[
    ['Queue', () => new Queue<number>()] as const,
    ['LifoQueue', () => new LifoQueue<number>()] as const,
    ['PriorityQueue', () => new PriorityQueue<number>()] as const,
  ].map(([name, make]) =>
    program(`${name}, filled and emptied`, function* (n) {
      const queue = make()
      for (let i = 0; i < n; i++) queue.putNowait((i * 7919) % n)
      for (let i = 0; i < n; i++) yield* queue.get()
    }),
  ),
  program('channel, sent and received', function* (n) {
    const [sender, receiver] = openChannel<number>(n)
    for (let i = 0; i < n; i++) yield* sender.send(i)
    for (let i = 0; i < n; i++) yield* receiver.receive()
  }),
  program('clones of a sender, closed one by one', function* (n) {
    const [sender, receiver] = openChannel<number>(1)
    for (const clone of times(n, () => sender.clone())) clone.close()
    sender.close()
    receiver.close()
    yield* sleep(0)
  }),
  program('clones of a sender, closed the last one first', function* (n) {
    const [sender] = openChannel<number>(1)
    for (const clone of times(n, () => sender.clone()).reverse()) clone.close()
    yield* sleep(0)
  }),
  program('broadcast subscribers, closed one by one', function* (n) {
    const channel = new BroadcastChannel<number>(4)
    for (const receiver of times(n, () => channel.subscribe())) receiver.close()
    yield* sleep(0)
  }),
  program('broadcast subscribers that wait, closed one by one', function* (n) {
    const channel = new BroadcastChannel<number>(4)
    const receivers = times(n, () => channel.subscribe())
    const tasks = receivers.map((receiver) => createTask(settled(() => receiver.receive())))
    yield* sleep(1)
    for (const receiver of receivers) receiver.close()
    yield* wait(tasks)
  }),
  program('clones of a sender that wait, closed one by one', function* (n) {
    const [sender] = openChannel<number>(1)
    sender.sendNowait(1)
    const clones = times(n, () => sender.clone())
    const tasks = clones.map((clone) => createTask(settled(() => clone.send(1))))
    yield* sleep(1)
    for (const clone of clones) clone.close()
    yield* wait(tasks)
  }),
  program('clones of a receiver that wait, closed one by one', function* (n) {
    const [, receiver] = openChannel<number>(1)
    const clones = times(n, () => receiver.clone())
    const tasks = clones.map((clone) => createTask(settled(() => clone.receive())))
    yield* sleep(1)
    for (const clone of clones) clone.close()
    yield* wait(tasks)
  }),
  program('broadcast to one subscriber', function* (n) {
    const channel = new BroadcastChannel<number>(n)
    const receiver = channel.subscribe()
    for (let i = 0; i < n; i++) channel.send(i)
    for (let i = 0; i < n; i++) yield* receiver.receive()
  }),
  program('broadcast to all, once', function* (n) {
    const channel = new BroadcastChannel<number>(4)
    const receivers = times(n, () => channel.subscribe())
    channel.send(1)
    for (const receiver of receivers) yield* receiver.receive()
  }),
  program('WatchValue, set again and again', function* (n) {
    const value = new WatchValue(0)
    for (let i = 1; i <= n; i++) value.set(i)
    yield* sleep(0)
  }),
  program('RateLimiter', function* (n) {
    const limiter = new RateLimiter({ limit: 10, interval: 1 })
    yield* gather(times(n, () => limiter.acquire()))
  }),
  program('mapConcurrent', function* (n) {
    yield* mapConcurrent(
      times(n, (i) => i),
      () => sleep(1),
      { limit: 8 },
    )
  }),
]
