import { Lock, sleep, taskOf, timeout } from '@acoro/async'
import {
  batch,
  bulkhead,
  CircuitBreaker,
  cron,
  debounce,
  every,
  fallback,
  hedge,
  JobQueue,
  memoize,
  Pool,
  retry,
  Service,
  Supervisor,
  singleFlight,
  supervise,
  throttle,
} from '@acoro/async/service'
import { BulkheadFullError, CircuitOpenError, exponential, RetryError } from '@acoro/service'
import { virtual } from '@acoro/testing/vitest'
import { describe, expect, it } from 'vitest'

describe('trying again', () => {
  it(
    'retry calls an async function again, after pauses, and reports why it gave up',
    virtual(async (loop) => {
      const times: number[] = []
      const flaky = async () => {
        times.push(loop.time())
        await sleep(1)
        if (times.length < 3) throw new RangeError(`call ${times.length}`)
        return 'done'
      }
      expect(await retry(flaky, { attempts: 5, delay: exponential({ first: 100, factor: 2 }) })).toBe('done')
      expect(times).toEqual([0, 101, 302])
      const failing = retry(
        async (attempt) => {
          throw new RangeError(`attempt ${attempt.number}`)
        },
        { attempts: 2, delay: 10, retryIf: (error) => error instanceof RangeError },
      )
      await expect(failing).rejects.toThrow(RetryError)
      expect(await retry(() => 'plain')).toBe('plain')
      await expect(retry('no function' as never)).rejects.toThrow('got the string "no function"')
    }),
  )

  it(
    'cancelling a retry cancels the attempt, or ends the pause',
    virtual(async () => {
      let attempt: Promise<void> | undefined
      const trying = retry(
        () => {
          attempt = sleep(1000)
          return attempt
        },
        { attempts: 3, delay: 1000 },
      )
      await sleep(1)
      taskOf(trying)?.cancel()
      await expect(trying).rejects.toMatchObject({ name: 'CancelledError' })
      expect(taskOf(attempt as Promise<void>)?.cancelled()).toBe(true)
    }),
  )

  it(
    'tickers call async bodies, and are stopped by them',
    virtual(async (loop) => {
      const times: number[] = []
      const statistics = await every(1000, async (tick) => {
        await sleep(1)
        times.push(loop.time())
        if (tick.number === 2) tick.stop()
      })
      expect([times, statistics.runs]).toEqual([[1001, 2001], 2])
      const ticking = cron('* * * * *', (tick) => tick.stop(), { timeZone: 'UTC' })
      expect((await ticking).runs).toBe(1)
    }),
  )
})

describe('around a function', () => {
  it(
    'singleFlight and memoize take async functions and keep their methods',
    virtual(async () => {
      let loads = 0
      const load = async (id: string) => {
        await sleep(10)
        return `${id} ${++loads}`
      }
      const shared = singleFlight(load)
      const both = Promise.all([shared('a'), shared('a')])
      await sleep(1)
      expect([shared.name, shared.size]).toEqual(['load', 1])
      expect([await both, shared.size]).toEqual([['a 1', 'a 1'], 0])
      const kept = memoize(load, { ttl: 100 })
      expect([await kept('a'), await kept('a'), kept.has('a'), kept.size]).toEqual(['a 2', 'a 2', true, 1])
      kept.clear()
      expect(await kept('a')).toBe('a 3')
      await expect(memoize(load)({} as never)).rejects.toThrow('key')
    }),
  )

  it(
    'batch, debounce and throttle join calls',
    virtual(async (loop) => {
      const keys: string[][] = []
      const load = batch({ maxWait: 5 }, async (several: readonly string[]) => {
        keys.push([...several])
        return several.map((key) => (key === 'b' ? new Error('no b') : key.toUpperCase()))
      })
      const loading = [load('a'), load('b')]
      expect(await loading[0]).toBe('A')
      await expect(loading[1]).rejects.toThrow('no b')
      expect(keys).toEqual([['a', 'b']])
      const save = debounce(async (text: string) => `saved ${text} at ${loop.time()}`, 100)
      const saving = [save('a'), save('ab')]
      expect(await Promise.all(saving)).toEqual(['saved ab at 105', 'saved ab at 105'])
      const later = save('abc')
      await sleep(1)
      expect([save.flush(), await later]).toEqual([true, 'saved abc at 106'])
      const move = throttle((x: number) => x, 50)
      expect(await Promise.all([move(1), move(2)])).toEqual([2, 2])
    }),
  )

  it(
    'fallback and hedge take async bodies',
    virtual(async (loop) => {
      const failing = async () => {
        throw new RangeError('down')
      }
      expect(await fallback(failing, async (error) => (error as Error).message)).toBe('down')
      const slowOnce = (n: number) => sleep(n === 1 ? 1000 : 10, `call ${n}`)
      expect(await hedge(slowOnce, { delay: 100 })).toBe('call 2')
      expect(loop.time()).toBe(110)
    }),
  )
})

describe('lending, jobs and protection', () => {
  it(
    'a pool makes, lends and destroys by async functions, and await using closes it',
    virtual(async () => {
      const log: string[] = []
      let made = 0
      {
        await using pool = new Pool({
          create: async () => {
            await sleep(5)
            log.push(`made ${++made}`)
            return { id: made }
          },
          destroy: async ({ id }) => {
            await sleep(5)
            log.push(`destroyed ${id}`)
          },
          check: async () => true,
          max: 1,
          name: 'connections',
        })
        expect(await pool.use(async ({ id }) => id)).toBe(1)
        const waiting = pool.use((value, lease) => [value.id, lease.released])
        {
          using lease = await pool.acquire()
          expect([lease.value, pool.waiting, String(pool)]).toEqual([
            { id: 1 },
            0,
            expect.stringContaining('connections'),
          ])
        }
        expect(await waiting).toEqual([1, false])
      }
      expect(log).toEqual(['made 1', 'destroyed 1'])
      expect(() => new Pool({} as never)).toThrow('create of Pool()')
      expect(() => new Pool(5 as never)).toThrow('got the number 5')
    }),
  )

  it(
    'options may be an object of a class',
    virtual(async () => {
      class Postgres {
        readonly max = 1
        readonly #url = 'postgres:'
        create() {
          return Promise.resolve(this.#url)
        }
      }
      expect(await new Pool(new Postgres()).use((url) => url)).toBe('postgres:')
    }),
  )

  it(
    'a job queue runs async jobs in turn, and its listeners get their promises',
    virtual(async (loop) => {
      const queue = new JobQueue({ concurrency: 1 })
      const ended: unknown[] = []
      const off = queue.on('end', (job) => ended.push(job))
      const first = queue.add(() => sleep(10, 'first'))
      const second = queue.add(async () => `second at ${loop.time()}`)
      const third = queue.add(() => sleep(1000))
      expect([queue.running, queue.waiting]).toEqual([1, 2])
      expect([await first, await second]).toEqual(['first', 'second at 10'])
      taskOf(third)?.cancel()
      await expect(third).rejects.toMatchObject({ name: 'CancelledError' })
      await queue.onIdle()
      expect(ended).toEqual([first, second, third])
      off()
      queue.concurrency = 2
      expect(queue.concurrency).toBe(2)
      await queue.close()
      await expect(async () => queue.add(async () => 1)).rejects.toThrow('closed')
    }),
  )

  it(
    'a circuit breaker and a bulkhead call async functions',
    virtual(async () => {
      const breaker = new CircuitBreaker({ threshold: 0.5, minimum: 1, openFor: 100 })
      await expect(breaker.call(() => Promise.reject(new RangeError('down')))).rejects.toThrow('down')
      await expect(breaker.call(async () => 1)).rejects.toThrow(CircuitOpenError)
      await sleep(100)
      expect([await breaker.call(async () => 'up'), breaker.state]).toEqual(['up', 'closed'])
      const guard = bulkhead({ concurrency: 1 })
      const inside = guard.call(() => sleep(10, 'inside'))
      await sleep(1)
      await expect(guard.call(async () => 1)).rejects.toThrow(BulkheadFullError)
      expect([guard.running, await inside, guard.running]).toEqual([1, 'inside', 0])
    }),
  )
})

describe('keeping things running', () => {
  it(
    'supervise starts an async child anew, which may start others',
    virtual(async (loop) => {
      const log: string[] = []
      await supervise(
        [
          async function crawler(scope) {
            log.push(`${scope.name} ${scope.restarts} at ${loop.time()}`)
            if (scope.restarts === 0) throw new Error('fell over')
            scope.start({ name: 'further', run: async ({ name }) => void log.push(name), restart: 'never' })
          },
        ],
        { delay: 10, restart: 'on-failure' },
      )
      expect(log).toEqual(['crawler 0 at 0', 'crawler 1 at 10', 'further'])
      const supervisor = new Supervisor({ restart: 'never' })
      expect(() => supervisor.start(5 as never)).toThrow('got the number 5')
      expect(supervisor.start({ run: () => sleep(1), name: 'one' })).toBe('one')
      await supervisor.run()
      expect(supervisor.statistics().children).toMatchObject([{ name: 'one', state: 'ended' }])
    }),
  )

  it(
    'a service starts async parts in order, and stops them in reverse',
    virtual(async () => {
      const log: string[] = []
      const lock = new Lock()
      const service = new Service({ name: 'shop' })
      const part = (name: string) => (scope: { started(): void }) => {
        log.push(`${name} up`)
        scope.started()
        const until = sleep(10_000)
        until.catch(() => log.push(`${name} down`))
        return until
      }
      expect(service.add('stock', part('stock')).add('orders', part('orders'))).toBe(service)
      const running = service.run()
      await sleep(5)
      using _permit = await lock.acquire()
      expect(service.health().ready).toBe(true)
      service.stop('enough')
      expect(await running).toMatchObject({ reason: 'enough', code: 0 })
      expect(log).toEqual(['stock up', 'orders up', 'orders down', 'stock down'])
    }),
  )

  it(
    'a deadline reaches what waits below it',
    virtual(async () => {
      const slow = timeout(10, () => retry(() => sleep(1000), { attempts: 3 }))
      await expect(slow).rejects.toMatchObject({ name: 'TimeoutError' })
    }),
  )
})
