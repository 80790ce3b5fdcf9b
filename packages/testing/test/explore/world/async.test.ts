import { type Awaitable, gather, sleep } from '@acoro/core'
import { type ExploreOptions, explore, installGlobals, OrderError, replay, VirtualLoop } from '@acoro/testing'
import { afterEach, describe, expect, it } from 'vitest'
import { isOn, onlyOn } from '../../../../../scripts/runtimes/only-on.ts'

const real = { setTimeout, setImmediate: globalThis.setImmediate, Date, fetch: globalThis.fetch }

afterEach(() => {
  expect(globalThis.setTimeout).toBe(real.setTimeout)
  expect(globalThis.setImmediate).toBe(real.setImmediate)
  expect(globalThis.Date).toBe(real.Date)
  expect(globalThis.fetch).toBe(real.fetch)
})

const wait = (ms: number) => new Promise<void>((resolve) => void setTimeout(resolve, ms))

/** All orders in which `main` logs, each once, sorted. */
async function ordersOf(main: (log: string[]) => Promise<void>, options: ExploreOptions = {}) {
  const seen = new Set<string>()
  const exploration = await explore({ strategy: 'dfs', ...options }, async () => {
    const log: string[] = []
    await main(log)
    seen.add(log.join(''))
  })
  return { ...exploration, orders: [...seen].sort() }
}

async function failureOf(exploring: Promise<unknown>): Promise<OrderError> {
  try {
    await exploring
  } catch (error) {
    if (error instanceof OrderError) return error
    throw error
  }
  throw new Error('nothing was found')
}

/** Each of `delays` logs its place in the list. */
const timers = (delays: readonly number[]) => async (log: string[]) => {
  await Promise.all(delays.map((delay, at) => wait(delay).then(() => void log.push(String(at)))))
}

describe('explore of an async function', () => {
  it('tries every order of timers that may be late, and says so', async () => {
    expect(await ordersOf(timers([10, 15, 20]))).toMatchObject({
      complete: true,
      notVaried: ['the order of reactions of promises'],
      orders: ['012', '021', '102', '120', '201', '210'],
    })
  })

  it('keeps a timer from being later than its lateness, and names what was not varied', async () => {
    expect(await ordersOf(timers([10, 31]))).toEqual({
      runs: 1,
      complete: true,
      bound: Infinity,
      notVaried: ['the order of reactions of promises', 'timers that are late by more than 20 ms (lateness)'],
      orders: ['01'],
    })
    expect((await ordersOf(timers([10, 31]), { lateness: 21 })).orders).toEqual(['01', '10'])
    expect(await ordersOf(timers([10, 11]), { lateness: 0 })).toMatchObject({
      notVaried: ['how late timers fire (lateness)', 'the order of reactions of promises'],
      orders: ['01'],
    })
  })

  it('keeps timers of one delay in order, whenever they are set, unless it is asked not to', async () => {
    const main = async (log: string[]) => {
      const first = wait(10).then(() => log.push('a'))
      await wait(3)
      log.push('-')
      await Promise.all([first, wait(10).then(() => log.push('b'))])
    }
    const { orders, notVaried } = await ordersOf(main)
    expect(orders).toEqual(['-ab', 'a-b'])
    expect(notVaried).toContain('the order of timers of one delay (sameDelay)')
    expect((await ordersOf(main, { sameDelay: true })).orders).toEqual(['-ab', '-ba', 'a-b'])
  })

  onlyOn('server', 'browsers have no immediates')(
    'keeps immediates in order; a timer of a turn may come before them',
    async () => {
      const main = async (log: string[]) => {
        const immediate = (name: string) =>
          new Promise<void>((resolve) => void setImmediate(() => resolve(void log.push(name))))
        await Promise.all([immediate('a'), immediate('b'), wait(0).then(() => log.push('t')), wait(5)])
      }
      expect((await ordersOf(main)).orders).toEqual(['abt', 'atb', 'tab'])
    },
  )

  it('never permutes reactions of promises', async () => {
    const steps = async (log: string[], name: string) => {
      for (let n = 0; n < 3; n++) {
        log.push(name)
        await null
      }
    }
    const main = async (log: string[]) => {
      await wait(1)
      await Promise.all([steps(log, 'a'), steps(log, 'b')])
    }
    expect(await ordersOf(main)).toMatchObject({ runs: 1, complete: true, orders: ['ababab'] })
  })

  it('runs all reactions before the next choice, however long their chain', async () => {
    const main = async () => {
      let fired = false
      const other = wait(1).then(() => {
        fired = true
      })
      await wait(2)
      const before = fired
      for (let n = 0; n < 1000; n++) await null
      if (fired !== before) throw new Error('a timer fired in a chain of promises')
      await other
    }
    expect((await explore({ strategy: 'dfs' }, main)).complete).toBe(true)
  })

  it('begins each run at 0 ms, at the same date, with nothing left of the run before', async () => {
    const times: number[] = []
    let late = 0
    const main = async () => {
      times.push(performance.now(), Date.now())
      setTimeout(() => late++, 50)
      setInterval(() => late++, 60)
      const floating = async () => {
        for (;;) await wait(30)
      }
      void floating()
      await wait(10)
    }
    await explore({ runs: 20 }, main)
    expect([new Set(times), late]).toEqual([new Set([0]), 0])
  })

  it('takes a function that returns a promise, and one that returns a coroutine', async () => {
    const explored = explore({ runs: 3, strategy: 'random' }, () => wait(5))
    expect(await explored).toMatchObject({ runs: 3 })
    const main = (): Awaitable<unknown> => sleep(5)
    expect(explore({ runs: 3, strategy: 'random' }, main)).toMatchObject({ runs: 3, notVaried: [] })
  })

  it('takes a rejection that nobody handles for a failure, and keeps it from the process or the page', async () => {
    const main = async () => {
      let closed = false
      const late = async () => {
        await wait(10)
        if (closed) throw new Error('the socket is closed')
      }
      void late()
      await wait(15)
      closed = true
      await wait(100)
    }
    const { cause, simplest } = await failureOf(explore({}, main))
    expect((cause as Error).message).toBe(
      'A promise was rejected, and nobody handled it: Error: the socket is closed',
    )
    await expect(replay('', main)).resolves.toBeUndefined()
    await expect(replay(simplest, main)).rejects.toThrow(/nobody handled it/)
  })

  it('takes an error in a timer for a failure', async () => {
    const main = async () => {
      let ready = false
      setTimeout(() => {
        if (ready) throw new Error('in a timer')
      }, 10)
      await wait(12)
      ready = true
      await wait(50)
    }
    expect((await failureOf(explore({}, main))).cause).toEqual(new Error('in a timer'))
  })

  it('takes a promise that nobody will settle for a deadlock', async () => {
    const { cause } = await failureOf(explore({ patience: 5 }, () => new Promise<void>(() => {})))
    expect((cause as Error).name).toBe('DeadlockError')
    expect((cause as Error).message).toMatch(
      /^deadlock at 0 ms: 1 task waits [\s\S]*never settled: the promise of main/,
    )
  })

  it('takes an endless program for a failure', async () => {
    const spin = async () => {
      for (;;) await wait(1)
    }
    expect((await failureOf(explore({ stepLimit: 200 }, spin))).message).toMatch(/Not done after 200 steps/)
  })

  it('notices a program that is not the same twice, and says where it parts', async () => {
    let runs = 0
    const main = async () => {
      runs++
      for (let n = 0; n < runs; n++) await wait(1)
    }
    await expect(explore({ runs: 10 }, main)).rejects.toThrow(
      /^The program is not the same twice under one order: step \d+ was «.*» and then «.*»\. Take real time/,
    )
  })

  onlyOn('v8', 'the place of a timer is read off V8 stacks')(
    'says in the report which timer came before which, and where they were set',
    async () => {
      const { trace, message } = await failureOf(
        explore({}, async function upload() {
          let sent = false
          const sending = wait(10).then(() => {
            sent = true
          })
          await wait(12)
          if (!sent) throw new Error('too early')
          await sending
        }),
      )
      const here = (line: string) => line.replace(/\S*async\.test\.ts:\d+/g, 'HERE').replace(/ {2,}/g, '  ')
      expect(trace.map(here)).toEqual([
        '  0 ms  task 1 (upload)  waits for the promise of upload',
        '> 0 ms  a timer of 12 ms ends  instead of a timer of 10 ms  HERE',
        '  12 ms  a timer of 12 ms  HERE',
        '  12 ms  task 1 (upload)  throws Error: too early  HERE',
      ])
      expect(message).toMatch(/replay\('w1\/2', main\)/)
    },
  )

  it('names the options that a replay needs', async () => {
    const main = async () => {
      let first = ''
      const set = (name: string) =>
        wait(10).then(() => {
          if (first === '') first = name
        })
      await Promise.all([set('a'), set('b')])
      if (first === 'b') throw new Error('b first')
    }
    const options = { sameDelay: true, lateness: 5 }
    const { message, simplest } = await failureOf(explore(options, main))
    expect(message).toContain(`replay('${simplest}', main, { lateness: 5, sameDelay: true })`)
    await expect(replay(simplest, main, options)).rejects.toThrow('b first')
  })

  it('is refused while the globals are faked, and a generator function is not', async () => {
    using loop = new VirtualLoop()
    using _ = installGlobals(loop)
    await expect(explore({}, async () => {})).rejects.toThrow(/^The globals are faked already/)
    expect(explore({ runs: 2 }, function* () {}).runs).toBe(1)
  })

  it('gives the globals back when main throws before its first await', async () => {
    const main = (): Promise<void> => {
      throw new RangeError('at once')
    }
    expect(() => explore({}, main)).toThrow(/^Failed in run 1 of 1000: RangeError: at once/)
    expect(globalThis.setTimeout).toBe(real.setTimeout)
  })
})

describe('replay of an async function', () => {
  it('returns a promise of its result, in virtual time', async () => {
    const main = async () => {
      await wait(3_600_000)
      return performance.now()
    }
    expect(await Promise.all([await replay('', main), await replay(7, main)])).toEqual([3_600_000, 3_600_000])
  })
})

describe('late timers in a program of coroutines', () => {
  it('a task may sleep longer than another that began with it', () => {
    const main = function* () {
      let done = 0
      const steps = function* (count: number) {
        for (let n = 0; n < count; n++) yield* sleep(10)
        done += count
      }
      const first = function* () {
        yield* steps(1)
        if (done !== 1) throw new Error('two steps were faster than one')
      }
      yield* gather(first(), steps(2))
    }
    expect(() => explore({}, main)).toThrow(/two steps were faster than one/)
    expect(explore({ lateness: 0 }, main)).toMatchObject({ notVaried: ['how late timers fire (lateness)'] })
    expect(() => explore({ strategy: 'dfs', depth: 2 }, main)).toThrow(/two steps were faster than one/)
  })
})

onlyOn('browser', 'the page has a listener')(
  'the listeners of the page hear nothing of the exploration itself, and all after it',
  async () => {
    const { addEventListener, removeEventListener } = globalThis as unknown as Record<
      'addEventListener' | 'removeEventListener',
      (event: string, listener: (event: { reason: unknown; preventDefault(): void }) => void) => void
    >
    const heard: unknown[] = []
    let tell = (): void => {}
    const listener = (event: { reason: unknown; preventDefault(): void }) => {
      event.preventDefault()
      heard.push(event.reason)
      tell()
    }
    addEventListener('unhandledrejection', listener)
    const main = async () => void Promise.reject(new Error('in an order'))
    await expect(explore({ runs: 2 }, main)).rejects.toThrow(/nobody handled it: Error: in an order/)
    // Chromium calls the listeners of a window in the order they came, so this one hears of the orders, too.
    if (isOn('capturesFirst')) expect(heard).toEqual([])
    expect(heard.map(String).filter((text) => text !== 'Error: in an order')).toEqual([])
    heard.length = 0
    const told = new Promise<void>((resolve) => {
      tell = resolve
    })
    void Promise.reject('after it')
    await told
    removeEventListener('unhandledrejection', listener)
    expect(heard).toEqual(['after it'])
  },
)

onlyOn('server', 'the process has a listener')('the listeners of the process come back', async () => {
  const before = process.listeners('unhandledRejection')
  await explore({ runs: 2 }, () => wait(1))
  expect(process.listeners('unhandledRejection')).toEqual(before)
})
