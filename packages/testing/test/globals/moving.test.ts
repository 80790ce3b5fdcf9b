// only on server: the globals are those of Node

import timersPromises from 'node:timers/promises'
import { createTask, sleep } from '@acoro/core'
import { installGlobals, VirtualLoop } from '@acoro/testing'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { onlyOn } from '../../../../scripts/runtimes/only-on.ts'

const real = { uptime: process.uptime, wait: timersPromises.scheduler.wait, setTimeout, Date }

afterEach(() => {
  vi.useRealTimers()
  expect([process.uptime, timersPromises.scheduler.wait]).toEqual([real.uptime, real.wait])
  expect([globalThis.setTimeout, globalThis.Date]).toEqual([real.setTimeout, real.Date])
})

function installed() {
  const loop = new VirtualLoop()
  const log: string[] = []
  const say = (what: string) => () => void log.push(`${what} at ${loop.time()}`)
  return { loop, globals: installGlobals(loop), log, say, [Symbol.dispose]: () => loop.close() }
}

describe('ways to let time pass', () => {
  it('next() calls one timer, also where two are due together', () => {
    using world = installed()
    const { globals, log, say } = world
    setTimeout(say('b'), 10)
    setTimeout(say('a'), 5)
    setTimeout(say('c'), 10)
    globals.next()
    expect([log.splice(0), globals.countTimers()]).toEqual([['a at 5'], 2])
    globals.next()
    expect([log.splice(0), globals.countTimers()]).toEqual([['b at 10'], 1])
    globals.next()
    globals.next()
    expect([log, globals.countTimers()]).toEqual([['c at 10'], 0])
  })

  it('runAll() calls timers that timers set, and names an interval as what never ends', () => {
    using world = installed()
    const { globals, log, say, loop } = world
    setTimeout(() => setTimeout(say('inner'), 1000), 1000)
    setImmediate(say('immediate'))
    globals.runAll()
    expect(log).toEqual(['immediate at 0', 'inner at 2000'])
    const ticking = setInterval(() => {}, 1)
    expect(() => globals.runAll()).toThrow(
      'runAll() has called 10000 timers, and 1 are left at 12000 ms: an interval never ends. Clear it, or use ' +
        'loop.advance(ms)',
    )
    clearInterval(ticking)
    expect(loop.time()).toBe(12_000)
  })

  it('runToLast() ends at the last of those that are set', () => {
    using world = installed()
    const { globals, log, say, loop } = world
    setInterval(say('tick'), 10)
    setTimeout(say('last'), 25)
    globals.runToLast()
    expect([log, loop.time()]).toEqual([['tick at 10', 'tick at 20', 'last at 25'], 25])
  })

  it('jump() calls each that was due meanwhile once, and late, as after a sleep of the computer', () => {
    using world = installed()
    const { globals, log, say } = world
    setTimeout(say('later'), 50)
    setInterval(say('tick'), 10)
    setTimeout(say('not yet'), 150)
    globals.jump(100)
    expect(log.splice(0)).toEqual(['tick at 100', 'later at 100'])
    globals.jump(10)
    expect(log).toEqual(['tick at 110'])
    expect(() => globals.jump(Number.NaN)).toThrow(/^Expected the time to jump/)
  })

  it('the ones with Async let promises run first', async () => {
    using world = installed()
    const { globals, log, say, loop } = world
    const work = async () => {
      await new Promise((resolve) => setTimeout(resolve, 100))
      say('first')()
      await new Promise((resolve) => setTimeout(resolve, 100))
      say('second')()
    }
    void work()
    await globals.advanceAsync(150)
    expect([log, loop.time()]).toEqual([['first at 100'], 150])
    await globals.runToLastAsync()
    expect([log.length, loop.time()]).toEqual([2, 200])
    void work()
    void loop.runAsync(async () => {
      await globals.runAllAsync()
      say('all')()
    })
    await vi.waitUntil(() => log.length === 5)
    expect(log.slice(2)).toEqual(['first at 300', 'second at 400', 'all at 400'])
  })

  it('setSystemTime() sets the date, and timers keep their times', () => {
    using world = installed()
    const { globals, log, say, loop } = world
    setTimeout(say('fired'), 1000)
    globals.setSystemTime(new Date('2030-01-01T00:00:00Z'))
    expect(new Date().getUTCFullYear()).toBe(2030)
    loop.advance(1000)
    expect([log, Date.now()]).toEqual([['fired at 1000'], Date.UTC(2030, 0, 1, 0, 0, 1)])
  })

  it('reset() drops timers and begins at 0 again, if no coroutine would live on', () => {
    using world = installed()
    const { globals, loop } = world
    setTimeout(() => expect.unreachable(), 10)
    loop.advance(5)
    globals.reset()
    expect([globals.countTimers(), loop.time(), Date.now()]).toEqual([0, 0, 0])
    loop.advance(100)
    loop.createTask(sleep(10))
    expect(() => globals.reset()).toThrow(
      /^reset\(\) drops global timers only, and tasks or timers of coroutines/,
    )
    loop.advance(10)
  })
})

describe('which globals', () => {
  it('only those that are named, or all but those', async () => {
    const loop = new VirtualLoop()
    {
      using _ = installGlobals(loop, { only: ['Date'] })
      expect([globalThis.setTimeout === real.setTimeout, globalThis.Date === real.Date]).toEqual([
        true,
        false,
      ])
      expect(process.uptime).toBe(real.uptime)
    }
    {
      using _ = installGlobals(loop, { except: ['Date', 'process'] })
      expect([globalThis.setTimeout === real.setTimeout, globalThis.Date === real.Date]).toEqual([
        false,
        true,
      ])
      expect(process.uptime).toBe(real.uptime)
    }
  })

  it('names that there are not, and both lists, are refused', () => {
    const loop = new VirtualLoop()
    expect(() => installGlobals(loop, { only: ['setTimout' as 'setTimeout'] })).toThrow(
      'Expected the option only of installGlobals() to name globals of setTimeout, setInterval, setImmediate, ' +
        'requestAnimationFrame, requestIdleCallback, Date, Intl, Temporal, performance, process, scheduler, ' +
        'AbortSignal, got the string "setTimout"',
    )
    expect(() => installGlobals(loop, { only: 'Date' as never })).toThrow(
      'Expected the option only of installGlobals() to be a list of globals, got the string "Date"',
    )
    expect(() => installGlobals(loop, { only: [], except: [] })).toThrow(
      'Expected either the option only or the option except of installGlobals(), got both',
    )
  })

  it('frames and idle callbacks, where the platform has them', () => {
    const page = globalThis as Record<string, unknown>
    for (const name of ['AnimationFrame', 'IdleCallback']) {
      page[`request${name}`] = () => expect.unreachable()
      page[`cancel${name}`] = () => expect.unreachable()
    }
    try {
      using world = installed()
      const { loop, log } = world
      const { requestAnimationFrame, requestIdleCallback, cancelAnimationFrame } = globalThis as never as {
        requestAnimationFrame(run: (now: number) => void): number
        cancelAnimationFrame(frame: number): void
        requestIdleCallback(run: (deadline: { timeRemaining(): number }) => void): number
      }
      loop.advance(5)
      requestAnimationFrame((now) => log.push(`frame ${now}`))
      const cancelled = requestAnimationFrame(() => log.push('never'))
      requestIdleCallback((deadline) => log.push(`idle ${deadline.timeRemaining()}`))
      clearTimeout(cancelled)
      cancelAnimationFrame(cancelled)
      loop.advance(11)
      expect(log).toEqual(['idle 50', 'frame 16'])
    } finally {
      for (const name of ['AnimationFrame', 'IdleCallback']) {
        delete page[`request${name}`]
        delete page[`cancel${name}`]
      }
    }
  })

  it('process.uptime, and scheduler of node:timers/promises', async () => {
    using world = installed()
    const { loop } = world
    await loop.runAsync(async () => {
      await timersPromises.scheduler.wait(90_000)
      await timersPromises.scheduler.yield()
    })
    expect([loop.time(), process.uptime()]).toEqual([90_000, 90])
  })
})

describe('order and kinds', () => {
  it('nextTick comes before promises, promises before the next timer', async () => {
    using world = installed()
    const { loop, log } = world
    for (const name of ['a', 'b']) {
      setTimeout(() => {
        void Promise.resolve().then(() => log.push(`promise ${name}`))
        process.nextTick(() => log.push(`tick ${name}`))
        log.push(name)
      }, 10)
    }
    await loop.runAsync(sleep(20))
    expect(log).toEqual(['a', 'tick a', 'promise a', 'b', 'tick b', 'promise b'])
  })

  it('what clears one kind leaves the others alone', () => {
    using world = installed()
    const { loop, log, say } = world
    const timeout = setTimeout(say('timeout'), 5)
    const immediate = setImmediate(say('immediate'))
    const interval = setInterval(say('interval'), 5)
    clearImmediate(timeout as never)
    clearTimeout(immediate as never)
    // Platforms have one list for these two.
    clearTimeout(interval)
    loop.advance(5)
    expect(log).toEqual(['immediate at 0', 'timeout at 5'])
  })
})

describe('beside other fake timers', () => {
  onlyOn('server', 'it loads the sources anew')(
    'acoro may be imported while they are installed',
    async () => {
      vi.useFakeTimers()
      vi.resetModules()
      const { VirtualLoop: Fresh } = await import('@acoro/testing')
      const core = await import('@acoro/core')
      const loop = new Fresh()
      const value = await loop.runAsync(function* () {
        return yield* core.sleep(60_000, 'a minute')
      })
      expect([value, loop.time(), vi.getTimerCount()]).toEqual(['a minute', 60_000, 0])
    },
  )

  it('and is used while they are', async () => {
    vi.useFakeTimers()
    const loop = new VirtualLoop()
    expect(await loop.runAsync(() => createTask(sleep(60_000, 'a minute')))).toBe('a minute')
  })
})
