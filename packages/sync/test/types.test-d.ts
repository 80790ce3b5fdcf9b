import {
  type AsyncContextManager,
  type AsyncSource,
  type Awaitable,
  type Coroutine,
  createTask,
  run,
} from '@acoro/core'
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
  openChannel,
  type Permit,
  PriorityQueue,
  Queue,
  RateLimiter,
  type ReceiveChannel,
  RwLock,
  type Semaphore,
  type SendChannel,
  type SendSlot,
  WatchValue,
  type WritePermit,
} from '@acoro/sync'
import { expectTypeOf, test } from 'vitest'

test('what is acquired is a Disposable permit', () => {
  expectTypeOf(new Lock().acquire()).toEqualTypeOf<Coroutine<Permit>>()
  expectTypeOf(new Lock().tryAcquire()).toEqualTypeOf<Permit | undefined>()
  expectTypeOf<Permit>().toExtend<Disposable>()
  expectTypeOf(new RwLock().write()).toEqualTypeOf<Coroutine<WritePermit>>()
  expectTypeOf(new KeyedLock<string>().acquire).parameter(0).toEqualTypeOf<string>()
  expectTypeOf(new CapacityLimiter(1).acquire()).toEqualTypeOf<Coroutine<Permit>>()
})

test('what can be held for a block is a manager', () => {
  expectTypeOf<Lock>().toExtend<AsyncContextManager<void>>()
  expectTypeOf<Semaphore>().toExtend<AsyncContextManager<void>>()
  expectTypeOf<Condition>().toExtend<AsyncContextManager<void>>()
  expectTypeOf<CapacityLimiter>().toExtend<AsyncContextManager<void>>()
  expectTypeOf<Barrier>().toExtend<AsyncContextManager<number>>()
  expectTypeOf<Permit>().toExtend<AsyncContextManager<Permit>>()
})

test('what gives items is a source of them', () => {
  expectTypeOf<Queue<number>>().toExtend<AsyncSource<number>>()
  expectTypeOf<ReceiveChannel<number>>().toExtend<AsyncSource<number>>()
  expectTypeOf(new BroadcastChannel<number>(1).subscribe()).toExtend<AsyncSource<number>>()
  expectTypeOf(new WatchValue(1).watch()).toExtend<AsyncSource<number>>()
  // @ts-expect-error: a sender gives nothing
  expectTypeOf<SendChannel<number>>().toExtend<AsyncSource<number>>()
})

test('waiting gives what asyncio gives', () => {
  expectTypeOf(new Event().wait()).toEqualTypeOf<Coroutine<true>>()
  expectTypeOf(new Condition().wait()).toEqualTypeOf<Coroutine<true>>()
  expectTypeOf(new Condition().waitFor(() => 'here')).toEqualTypeOf<Coroutine<string>>()
  expectTypeOf(new Barrier(2).wait()).toEqualTypeOf<Coroutine<number>>()
  expectTypeOf(new Queue<number>().get()).toEqualTypeOf<Coroutine<number>>()
  expectTypeOf(new Queue<number>().put(1)).toEqualTypeOf<Coroutine<void>>()
  expectTypeOf(new RateLimiter({ limit: 1, interval: 1 }).acquire()).toEqualTypeOf<Coroutine<void>>()
})

test('queues and channels hold one type of item', () => {
  const queue = new Queue<number>()
  // @ts-expect-error: a string is no number
  queue.putNowait('1')
  expectTypeOf(new LifoQueue<string>().getNowait()).toEqualTypeOf<string>()
  new PriorityQueue<{ rank: number }>(0, (a, b) => a.rank - b.rank)
  const [sender, receiver] = openChannel<Date>(1, { overflow: 'wait' })
  expectTypeOf(sender).toEqualTypeOf<SendChannel<Date>>()
  expectTypeOf(receiver.receive()).toEqualTypeOf<Coroutine<Date>>()
  expectTypeOf(sender.reserve()).toEqualTypeOf<Coroutine<SendSlot<Date>>>()
  // @ts-expect-error: not a policy
  openChannel<Date>(1, { overflow: 'block' })
})

test('a WatchValue is of the type of its value', () => {
  const watched = new WatchValue<string | null>(null)
  expectTypeOf(watched.value).toEqualTypeOf<string | null>()
  expectTypeOf(watched.watch().changed()).toEqualTypeOf<Coroutine<string | null>>()
})

test('mapConcurrent infers its results, awaited or iterated', () => {
  const results = mapConcurrent(
    ['a', 'b'],
    function* (item, index) {
      expectTypeOf(item).toEqualTypeOf<string>()
      expectTypeOf(index).toEqualTypeOf<number>()
      return { item }
    },
    { limit: 2 },
  )
  expectTypeOf(results).toExtend<Awaitable<{ item: string }[]>>()
  expectTypeOf(results).toExtend<AsyncSource<{ item: string }>>()
  void run(function* main() {
    const all = yield* results
    expectTypeOf(all).toEqualTypeOf<{ item: string }[]>()
  })
  // @ts-expect-error: a limit is asked for
  mapConcurrent([1], function* () {}, {})
})

test('a wait that is not awaited is no value', () => {
  void run(function* main() {
    // @ts-expect-error: it has to be `yield* new Queue<number>().get()`
    const item: number = new Queue<number>().get()
    void item
    createTask(new Queue<number>().get())
  })
})
