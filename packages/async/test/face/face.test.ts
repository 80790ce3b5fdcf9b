import {
  asCompleted,
  Condition,
  Event,
  gather,
  Latch,
  LifoQueue,
  Lock,
  moveOnAfter,
  OnceCell,
  openChannel,
  openOneshot,
  Queue,
  RateLimiter,
  RwLock,
  race,
  Semaphore,
  shield,
  sleep,
  taskGroup,
  taskOf,
  timeout,
  WatchValue,
  wait,
  waitFor,
} from '@acoro/async'
import { sleep as coroSleep, run, TimeoutError } from '@acoro/core'
import * as sync from '@acoro/sync'
import { explore, OrderError } from '@acoro/testing'
import { virtual } from '@acoro/testing/vitest'
import { describe, expect, it } from 'vitest'

const failing = async (ms: number) => {
  await sleep(ms)
  throw new RangeError(`after ${ms}`)
}

describe('waiting with promises, in native code', () => {
  it(
    'sleep is a real promise that is linked to its task',
    virtual(async (loop) => {
      const promise = sleep(1000, 'rested')
      expect(promise).toBeInstanceOf(Promise)
      expect(taskOf(promise)).not.toBeNull()
      expect(await promise).toBe('rested')
      await sleep(500)
      expect(loop.time()).toBe(1500)
    }),
  )

  it(
    'a sleep is cancelled through its task',
    virtual(async () => {
      const promise = sleep(1000)
      await sleep(1)
      taskOf(promise)?.cancel()
      await expect(promise).rejects.toMatchObject({ name: 'CancelledError' })
    }),
  )

  it(
    'moveOnAfter tells a value that came from one that was too late',
    virtual(async (loop) => {
      expect(await moveOnAfter(10, async () => sleep(1, 'quick'))).toEqual({
        timedOut: false,
        value: 'quick',
      })
      expect(await moveOnAfter(10, () => sleep(100))).toEqual({ timedOut: true, value: undefined })
      expect(await moveOnAfter(10, () => sleep(100, 'late'), { otherwise: 'none' })).toBe('none')
      expect(loop.time()).toBe(21)
    }),
  )

  it(
    'a latch opens, and a cell is filled once',
    virtual(async () => {
      const latch = new Latch(2)
      const cell = new OnceCell<string>()
      let made = 0
      const make = async () => {
        await latch.wait()
        return `made ${++made}`
      }
      const values = Promise.all([cell.getOrInit(make), cell.getOrInit(make)])
      latch.countDown()
      await sleep(1)
      expect(cell.isSet()).toBe(false)
      latch.countDown()
      expect(await values).toEqual(['made 1', 'made 1'])
      expect(cell.get()).toBe('made 1')
    }),
  )

  it(
    'timeout ends a body that takes too long, and returns what a quick one returns',
    virtual(async (loop) => {
      await sleep(1)
      expect(await timeout(100, async () => sleep(10, 'quick'))).toBe('quick')
      await expect(timeout(100, () => sleep(1000))).rejects.toThrow(TimeoutError)
      expect(loop.time()).toBe(111)
      await expect(waitFor(sleep(1000), 5)).rejects.toThrow(TimeoutError)
      await expect(timeout(Number.NaN, async () => 1)).rejects.toThrow(RangeError)
    }),
  )

  it(
    'gather, race, wait, shield and asCompleted take promises',
    virtual(async (loop) => {
      expect(await gather([sleep(2, 'b'), Promise.resolve(1), sleep(1, 'a')])).toEqual(['b', 1, 'a'])
      expect(await gather([failing(1), sleep(2, 'x')], { returnExceptions: true })).toEqual([
        new RangeError('after 1'),
        'x',
      ])
      expect(await race([sleep(5, 'slow'), sleep(1, 'fast')])).toBe('fast')
      const [slow, fast] = [sleep(5), sleep(1)]
      const [done, pending] = await wait([slow, fast], { returnWhen: 'FIRST_COMPLETED' })
      expect([[...done], [...pending]]).toEqual([[fast], [slow]])
      expect([done.has(fast), pending.has(slow)]).toEqual([true, true])
      expect(await shield(sleep(1, 'kept'))).toBe('kept')
      await slow
      expect(loop.time()).toBe(10)
      const order: string[] = []
      for await (const name of asCompleted([sleep(3, 'c'), sleep(1, 'a'), sleep(2, 'b')]))
        order.push(await name)
      expect(order).toEqual(['a', 'b', 'c'])
    }),
  )

  it(
    'a task group waits for its tasks, and cancels the others when one fails',
    virtual(async (loop) => {
      const log: string[] = []
      const sum = await taskGroup(async (group) => {
        const a = group.createTask(() => sleep(10, 1))
        const b = group.createTask(async () => {
          await sleep(20)
          return 2
        })
        return (await a) + (await b)
      })
      expect([sum, loop.time()]).toEqual([3, 20])
      const failed = taskGroup((group) => {
        group.createTask(() => failing(5))
        const slow = group.createTask(() => sleep(1000))
        slow.catch((error: Error) => log.push(error.name))
        return sleep(500)
      })
      await expect(failed).rejects.toMatchObject({ errors: [new RangeError('after 5')] })
      expect([log, loop.time()]).toEqual([['CancelledError'], 25])
    }),
  )

  it(
    'start() of a group waits for started(), and a limit queues tasks',
    virtual(async (loop) => {
      const log: string[] = []
      const port = await taskGroup(
        async (group) => {
          const port = await group.start<number>(async (started) => {
            await sleep(10)
            started(8080)
            await sleep(10)
          })
          log.push(`started at ${loop.time()}`)
          for (const name of ['a', 'b'])
            group.createTask(async () => {
              await sleep(10)
              log.push(`${name} at ${loop.time()}`)
            })
          const refused = group.start(async () => {
            throw new RangeError('no port')
          })
          await expect(refused).rejects.toThrow('no port')
          return port
        },
        { limit: 2 },
      )
      expect([port, ...log]).toEqual([8080, 'started at 10', 'a at 20', 'b at 30'])
    }),
  )
})

describe('primitives with promises', () => {
  it(
    'using permit = await lock.acquire() gives the lock back',
    virtual(async () => {
      const lock = new Lock({ name: 'accounts' })
      const log: string[] = []
      const use = async (name: string) => {
        using _permit = await lock.acquire()
        log.push(`${name} in`)
        await sleep(1)
        log.push(`${name} out`)
      }
      await gather([use('a'), use('b')])
      expect([log, lock.locked(), lock.name]).toEqual([['a in', 'a out', 'b in', 'b out'], false, 'accounts'])
      expect(String(lock)).toMatch(/^<Lock accounts/)
      expect(lock.statistics().waiting).toBe(0)
    }),
  )

  it(
    'a queue is put into and taken from, at once or with a wait, and gone through',
    virtual(async () => {
      const queue = new Queue<number>(1)
      queue.putNowait(1)
      expect(() => queue.putNowait(2)).toThrow(sync.QueueFull)
      const putting = queue.put(2)
      expect([await queue.get(), await queue.get()]).toEqual([1, 2])
      await putting
      const stack = new LifoQueue<string>()
      await stack.put('a')
      await stack.put('b')
      stack.shutdown()
      const seen: string[] = []
      for await (const item of stack) seen.push(item)
      expect(seen).toEqual(['b', 'a'])
    }),
  )

  it(
    'a oneshot hands over one value, and drain() of a receiver returns what was left',
    virtual(async () => {
      const [answer, answered] = openOneshot<string>()
      const waiting = answered.receive()
      answer.send('yes')
      expect(await waiting).toBe('yes')
      const [send, receive] = openChannel<number>(2)
      await send.send(1)
      expect(receive.drain()).toEqual([1])
      const limiter = new RateLimiter({ limit: 1, interval: 1000 })
      await limiter.acquire()
      await expect(limiter.acquire(1, { maxWait: 10 })).rejects.toThrow('within 10 ms')
    }),
  )

  it(
    'a channel ends for await, a condition takes a predicate, and a face is made once',
    virtual(async () => {
      const [send, receive] = openChannel<number>(0)
      const producing = (async () => {
        for (const n of [1, 2, 3]) await send.send(n)
        send.close()
      })()
      const seen: number[] = []
      for await (const n of receive) seen.push(n)
      await producing
      expect(seen).toEqual([1, 2, 3])
      const condition = new Condition()
      let ready = false
      const waiting = (async () => {
        using _permit = await condition.acquire()
        await condition.waitFor(() => ready)
        return 'ready'
      })()
      await sleep(1)
      ready = true
      {
        using _permit = await condition.acquire()
        condition.notifyAll()
      }
      expect(await waiting).toBe('ready')
    }),
  )

  it(
    'a wait that is cancelled leaves the queue, and no permit is lost',
    virtual(async () => {
      const semaphore = new Semaphore(1)
      const first = await semaphore.acquire()
      const waiting = semaphore.acquire()
      await sleep(1)
      taskOf(waiting)?.cancel()
      await expect(waiting).rejects.toMatchObject({ name: 'CancelledError' })
      first.release()
      using _again = await semaphore.acquire()
      expect(semaphore.locked()).toBe(true)
    }),
  )

  it(
    'events, values to watch and reader locks work alike',
    virtual(async () => {
      const event = new Event()
      const value = new WatchValue(1)
      const waiting = event.wait()
      event.set()
      await waiting
      expect([event.isSet(), value.value]).toEqual([true, 1])
      const lock = new RwLock()
      {
        using _a = await lock.read()
        using _b = await lock.read()
      }
      using _c = await lock.write()
    }),
  )

  it('work in native code on the background loop', async () => {
    const queue = new Queue<string>()
    const getting = queue.get()
    await queue.put('hello')
    expect(await getting).toBe('hello')
    expect(
      await run(function* () {
        return yield* coroSleep(0, 'beside a coroutine')
      }),
    ).toBe('beside a coroutine')
  })

  it('take part in explorations', async () => {
    const main = async () => {
      const lock = new Lock()
      let [inside, most] = [0, 0]
      const use = async () => {
        await sleep(10)
        if (lock.locked()) await sleep(1)
        using _permit = await lock.acquire()
        most = Math.max(most, ++inside)
        await sleep(5)
        inside--
      }
      await gather([use(), use(), use()])
      if (most !== 1) throw new Error('two are inside')
    }
    expect(await explore({ runs: 50 }, main)).toMatchObject({ runs: 50 })
    await expect(
      explore({}, async () => {
        let last = ''
        await gather(
          ['a', 'b'].map(async (name) => {
            await sleep(10)
            last = name
          }),
        )
        if (last === 'a') throw new Error('a was last')
      }),
    ).rejects.toThrow(OrderError)
  })
})
