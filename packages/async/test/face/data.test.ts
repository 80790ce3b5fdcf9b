// What passes through a face: data stay what they are, and what is awaited may be of any kind.

import {
  CapacityLimiter,
  gather,
  KeyedLock,
  mapConcurrent,
  moveOnAfter,
  openChannel,
  Queue,
  sleep,
  taskGroup,
  taskOf,
  timeout,
  WatchValue,
} from '@acoro/async'
import { virtual } from '@acoro/testing/vitest'
import { expect, it } from 'vitest'

it(
  'functions and arrays come out of queues, channels and values as they went in',
  virtual(async () => {
    const job = async () => 'done'
    const list = [1, 2]
    const queue = new Queue<unknown>()
    for (const item of [job, list]) await queue.put(item)
    expect([(await queue.get()) === job, queue.getNowait() === list]).toEqual([true, true])
    const [send, receive] = openChannel<unknown>(2)
    await send.send(job)
    expect((await receive.receive()) === job).toBe(true)
    const value = new WatchValue<unknown>(job)
    expect(value.value === job).toBe(true)
    expect((await sleep(1, job)) === job).toBe(true)
  }),
)

it(
  'a key is told by its identity',
  virtual(async () => {
    const lock = new KeyedLock<object>()
    const key = [1]
    using _permit = await lock.acquire(key)
    expect([lock.locked(key), lock.locked([1])]).toEqual([true, false])
  }),
)

it(
  'what can be set on an object can be set on its face',
  virtual(async () => {
    const limiter = new CapacityLimiter(1)
    limiter.totalTokens = 3
    expect(limiter.availableTokens).toBe(3)
  }),
)

it(
  'bodies may return a value, a thenable or what a coroutine awaits',
  virtual(async () => {
    // biome-ignore lint/suspicious/noThenProperty: a thenable is what is tested.
    const thenable = { then: (yes: (value: string) => void) => yes('thenable') } as PromiseLike<string>
    expect(await timeout(10, () => 1)).toBe(1)
    expect(await timeout(10, () => thenable)).toBe('thenable')
    expect(await moveOnAfter(10, () => 1)).toEqual({ timedOut: false, value: 1 })
    expect(
      await taskGroup((group) => gather([group.createTask(() => 2), group.createTask(() => thenable)])),
    ).toEqual([2, 'thenable'])
    const broken = Object.defineProperty({}, 'then', {
      get: () => {
        throw new RangeError('no then')
      },
    })
    await expect(timeout(10, () => broken as never)).rejects.toThrow('no then')
  }),
)

it(
  'mapConcurrent is awaited, or gone through with for await',
  virtual(async (loop) => {
    let most = 0
    let running = 0
    const double = async (n: number) => {
      most = Math.max(most, ++running)
      await sleep(50 - 10 * n)
      running--
      return 2 * n
    }
    expect(await mapConcurrent([1, 2, 3], double, { limit: 2 })).toEqual([2, 4, 6])
    const queue = new Queue<number>()
    for (const n of [1, 2, 3]) queue.putNowait(n)
    queue.shutdown()
    const seen: number[] = []
    for await (const n of mapConcurrent(queue, double, { limit: 3, ordered: false })) seen.push(n)
    expect([most, seen, loop.time()]).toEqual([3, [6, 4, 2], 90])
  }),
)

it(
  'mapConcurrent takes an async iterable, no faster than it is needed, and closes it',
  virtual(async (loop) => {
    const log: string[] = []
    async function* numbers() {
      try {
        for (let n = 0; ; n++) {
          log.push(`takes ${n}`)
          yield n
        }
      } finally {
        log.push('closed')
      }
    }
    for await (const n of mapConcurrent(numbers(), (n) => sleep(10, n), { limit: 1 })) {
      log.push(`got ${n}`)
      if (n === 1) break
    }
    expect([log, loop.time()]).toEqual([['takes 0', 'got 0', 'takes 1', 'got 1', 'closed'], 20])
    const failing = mapConcurrent(numbers(), () => Promise.reject(new RangeError('no')), { limit: 1 })
    await expect(failing.collect()).rejects.toThrow('no')
    await expect(failing.collect()).rejects.toThrow('Cannot use a mapConcurrent again')
    expect(() => mapConcurrent([1], double as never, { limit: 0 })).toThrow(RangeError)
    expect(() => mapConcurrent(5 as never, () => 1, { limit: 1 })).toThrow('got the number 5')
    const sleeps: Promise<void>[] = []
    const slow = () => {
      const sleeping = sleep(1000)
      sleeps.push(sleeping)
      return sleeping
    }
    const tooLong = timeout(10, () => mapConcurrent([1, 2], slow, { limit: 2 }))
    await expect(tooLong).rejects.toMatchObject({ name: 'TimeoutError' })
    expect(sleeps.map((sleeping) => taskOf(sleeping)?.cancelled())).toEqual([true, true])
  }),
)

const double = (n: number) => n * 2
