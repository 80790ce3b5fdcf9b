// only on server: the globals are those of Node

import timersModule from 'node:timers'
import timersPromises from 'node:timers/promises'
import { promisify } from 'node:util'
import { createTask, gather, getRunningLoop, sleep } from '@acoro/core'
import { installGlobals, VirtualLoop } from '@acoro/testing'
import { afterEach, describe, expect, it, vi } from 'vitest'

const real = {
  setTimeout,
  setInterval,
  setImmediate,
  clearTimeout,
  Date,
  performance,
  timeout: AbortSignal.timeout,
}
const now = performance.now

/** Typical code that uses the global timers. */
async function retry<T>(work: () => Promise<T>, attempts: number): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work()
    } catch (error) {
      if (attempt === attempts) throw error
      await new Promise((resolve) => setTimeout(resolve, 1000 * 2 ** attempt))
    }
  }
}

const failing = (times: number) => {
  let calls = 0
  return async () => {
    if (++calls <= times) throw new Error(`failure ${calls}`)
    return calls
  }
}

afterEach(() => {
  vi.useRealTimers()
  expect(globalThis.setTimeout).toBe(real.setTimeout)
  expect(globalThis.setInterval).toBe(real.setInterval)
  expect(globalThis.setImmediate).toBe(real.setImmediate)
  expect(globalThis.clearTimeout).toBe(real.clearTimeout)
  expect(globalThis.Date).toBe(real.Date)
  expect(globalThis.performance).toBe(real.performance)
  expect(performance.now).toBe(now)
  expect(AbortSignal.timeout).toBe(real.timeout)
})

describe('legacy promise code under installGlobals', () => {
  it('retries with its back-off in no time, and to the millisecond', async () => {
    using loop = new VirtualLoop()
    using _ = installGlobals(loop)
    expect(await loop.runAsync(() => retry(failing(3), 5))).toBe(4)
    expect(loop.time()).toBe(2000 + 4000 + 8000)
  })

  it("which vitest's own fake timers leave hanging, however far they are advanced", async () => {
    vi.useFakeTimers()
    let settled = false
    const work = vi.fn(failing(3))
    const retried = retry(work, 5).finally(() => {
      settled = true
    })
    await Promise.resolve()
    vi.advanceTimersByTime(1_000_000)
    for (let n = 0; n < 100; n++) await Promise.resolve()
    vi.runAllTimers()
    for (let n = 0; n < 100; n++) await Promise.resolve()
    expect([settled, work.mock.calls.length]).toEqual([false, 3])
    await vi.runAllTimersAsync()
    expect(await retried).toBe(4)
  })

  it('and coroutines share one clock and one order', async () => {
    const loop = new VirtualLoop()
    using _ = installGlobals(loop)
    const log: string[] = []
    const legacy = async () => {
      for (let n = 1; n <= 3; n++) {
        await new Promise((resolve) => setTimeout(resolve, 10))
        log.push(`legacy ${n} at ${loop.time()}`)
      }
    }
    await loop.runAsync(function* () {
      void legacy()
      yield* sleep(15)
      log.push(`coroutine at ${getRunningLoop().time()}`)
      yield* sleep(5)
      log.push('coroutine first, where both are due')
      yield* sleep(15)
    })
    expect(log).toEqual([
      'legacy 1 at 10',
      'coroutine at 15',
      'coroutine first, where both are due',
      'legacy 2 at 20',
      'legacy 3 at 30',
    ])
  })

  it('has its promises run between two callbacks that are due together', async () => {
    const loop = new VirtualLoop()
    using _ = installGlobals(loop)
    const log: string[] = []
    for (const name of ['a', 'b']) {
      setTimeout(() => {
        log.push(name)
        queueMicrotask(() => log.push(`microtask of ${name}`))
        Promise.resolve()
          .then(() => {})
          .then(() => log.push(`promise of ${name}`))
      }, 10)
      setImmediate(() => log.push(`immediate ${name}`))
    }
    await loop.runAsync(sleep(20))
    expect(log).toEqual([
      ...['immediate a', 'immediate b'],
      ...['a', 'microtask of a', 'promise of a'],
      ...['b', 'microtask of b', 'promise of b'],
    ])
  })
})

describe('the globals', () => {
  it('Date, performance and hrtime show the time of the loop', () => {
    const loop = new VirtualLoop()
    loop.advance(5)
    using _ = installGlobals(loop, { epoch: new Date('2030-01-01T00:00:00Z') })
    expect(performance.now()).toBe(5)
    loop.advance(1000.25)
    expect(new Date().toISOString()).toBe('2030-01-01T00:00:01.005Z')
    expect(Date.now()).toBe(Date.UTC(2030, 0, 1, 0, 0, 1, 5))
    expect(performance.now()).toBe(1005.25)
    expect(process.hrtime()).toEqual([1, 5_250_000])
    expect(process.hrtime.bigint()).toBe(1_005_250_000n)
  })

  it('Date does not lag behind after many small steps', () => {
    const loop = new VirtualLoop()
    using _ = installGlobals(loop)
    for (let n = 0; n < 1000; n++) loop.advance(0.1)
    loop.advanceTo(101)
    expect(Date.now()).toBe(101)
  })

  it('advance fires timers like those of the loop, intervals as often as they are due', () => {
    const loop = new VirtualLoop()
    using _ = installGlobals(loop)
    const log: string[] = []
    const interval = setInterval((name: string) => log.push(`${name} ${Date.now()}`), 10, 'interval')
    const cleared = setTimeout(() => log.push('never'), 5)
    setTimeout(() => log.push('timeout'), 25)
    const immediate = setImmediate(() => log.push('never'))
    clearTimeout(cleared)
    clearImmediate(immediate)
    clearTimeout(undefined)
    loop.advance(30)
    clearInterval(interval)
    loop.advance(30)
    expect(log).toEqual(['interval 10', 'interval 20', 'timeout', 'interval 30'])
  })

  it('a callback may clear one that is due at the same time', () => {
    const loop = new VirtualLoop()
    using _ = installGlobals(loop)
    const log: string[] = []
    setTimeout(() => {
      log.push('first')
      clearTimeout(second)
    }, 10)
    const second = setTimeout(() => log.push('never'), 10)
    loop.advance(10)
    expect(log).toEqual(['first'])
  })

  it('delays are taken as Node takes them', () => {
    const loop = new VirtualLoop()
    using _ = installGlobals(loop)
    const fired: [unknown, number][] = []
    for (const delay of [0, -5, Number.NaN, 2 ** 31, undefined, '3', 2.9]) {
      setTimeout(() => fired.push([delay, loop.time()]), delay as number)
    }
    loop.advance(10)
    expect(fired).toEqual([
      ...[0, -5, Number.NaN, 2 ** 31, undefined].map((delay) => [delay, 1]),
      [2.9, 2],
      ['3', 3],
    ])
  })

  it('a timer is an object as in Node: ref, unref, refresh, close, and a number', () => {
    const loop = new VirtualLoop()
    using _ = installGlobals(loop)
    const log: string[] = []
    const timer = setTimeout(() => log.push(`refreshed ${loop.time()}`), 10)
    const closed = setTimeout(() => log.push('never'), 10)
    const byNumber = setTimeout(() => log.push('never'), 10)
    expect([timer.hasRef(), timer.unref().hasRef(), timer.ref().hasRef()]).toEqual([true, false, true])
    loop.advance(6)
    timer.refresh()
    closed.close()
    clearTimeout(Number(byNumber))
    loop.advance(20)
    timer.refresh()
    expect(log).toEqual(['refreshed 16'])
  })

  it('AbortSignal.timeout aborts with a TimeoutError', () => {
    const loop = new VirtualLoop()
    using _ = installGlobals(loop)
    const signal = AbortSignal.timeout(60_000)
    loop.advance(59_999)
    expect(signal.aborted).toBe(false)
    loop.advance(1)
    expect([signal.aborted, (signal.reason as Error).name]).toEqual([true, 'TimeoutError'])
  })

  it('node:timers, node:timers/promises and util.promisify go by the same clock', async () => {
    const loop = new VirtualLoop()
    using _ = installGlobals(loop)
    const log: unknown[] = []
    await loop.runAsync(async () => {
      log.push(await timersPromises.setTimeout(10, 'timers/promises'), loop.time())
      log.push(await promisify(setTimeout)(10, 'promisify'), loop.time())
      log.push(await promisify(setImmediate)('immediate'), loop.time())
      await new Promise((resolve) => timersModule.setTimeout(resolve, 10))
      log.push(loop.time())
    })
    expect(log).toEqual(['timers/promises', 10, 'promisify', 20, 'immediate', 20, 30])
  })

  it('timers/promises has its intervals and its signals under the clock, too', async () => {
    const loop = new VirtualLoop()
    using _ = installGlobals(loop)
    const log: unknown[] = []
    await loop.runAsync(async () => {
      for await (const value of timersPromises.setInterval(10, 'tick')) {
        log.push(value, loop.time())
        if (loop.time() === 20) break
      }
      const controller = new AbortController()
      setTimeout(() => controller.abort(), 5)
      const waiting = timersPromises.setTimeout(100, 'never', { signal: controller.signal })
      log.push(((await waiting.catch((error: unknown) => error)) as Error).name, loop.time())
    })
    expect(log).toEqual(['tick', 10, 'tick', 20, 'AbortError', 25])
  })

  it('a callback that throws fails the run', async () => {
    const loop = new VirtualLoop()
    using _ = installGlobals(loop)
    const bad = () => {
      setTimeout(() => {
        throw new RangeError('in a timer')
      }, 5)
    }
    bad()
    expect(() => loop.runSync(sleep(10))).toThrow(new RangeError('in a timer'))
    bad()
    await expect(loop.runAsync(sleep(10))).rejects.toThrow(new RangeError('in a timer'))
  })

  it('a timer from before the installation can be cleared', () => {
    const timer = setTimeout(() => expect.unreachable(), 1)
    const immediate = setImmediate(() => expect.unreachable())
    using _ = installGlobals(new VirtualLoop())
    clearTimeout(timer)
    clearImmediate(immediate)
  })
})

describe('giving back', () => {
  it('happens when the installation is disposed or uninstalled, once', () => {
    const globals = installGlobals(new VirtualLoop())
    globals.uninstall()
    globals.uninstall()
    installGlobals(new VirtualLoop()).uninstall()
  })

  it('happens when the loop is closed, and when a run fails', async () => {
    const loop = new VirtualLoop()
    installGlobals(loop)
    await expect(
      loop.runAsync(function* () {
        yield* gather(sleep(1), createTask(sleep(Number.POSITIVE_INFINITY)))
      }),
    ).rejects.toThrow(/^deadlock/)
    expect(globalThis.setTimeout).not.toBe(real.setTimeout)
    loop.close()
  })

  it('drops the timers that are left', () => {
    const loop = new VirtualLoop()
    const globals = installGlobals(loop)
    setTimeout(() => expect.unreachable(), 5)
    globals.uninstall()
    loop.advance(10)
  })
})

describe('real and fake timers', () => {
  it('are never taken for one another', async () => {
    const realTimers = Array.from({ length: 20 }, () => setTimeout(() => {}, 1))
    const ended = new Promise((resolve) => void setImmediate(resolve))
    using loop = new VirtualLoop()
    const installed = installGlobals(loop)
    let fired = 0
    const fakes = Array.from({ length: 20 }, () => setTimeout(() => fired++, 5))
    for (const timer of realTimers) {
      clearTimeout(timer)
      clearTimeout(Number(timer))
    }
    const fakeImmediate = setImmediate(() => fired++)
    loop.advance(5)
    expect(fired).toBe(21)
    installed.uninstall()
    clearImmediate(fakeImmediate)
    for (const fake of fakes) clearTimeout(Number(fake))
    await ended
  })

  it('a fake one that is cleared after its turn is left alone', async () => {
    const ended = new Promise((resolve) => void setImmediate(resolve))
    using loop = new VirtualLoop()
    using _ = installGlobals(loop)
    const fake = setImmediate(() => {})
    loop.runReady()
    clearImmediate(fake)
    clearTimeout(fake as never)
    await ended
  })
})

describe('bad input', () => {
  it('globals that are faked already are left alone', () => {
    const loop = new VirtualLoop()
    using _ = installGlobals(loop)
    const message = /^The globals are faked already, by another installGlobals\(\) or by the fake timers/
    expect(() => installGlobals(loop)).toThrow(message)
    expect(() => installGlobals(new VirtualLoop())).toThrow(message)
  })

  it("those of vitest's fake timers, too", () => {
    vi.useFakeTimers()
    expect(() => installGlobals(new VirtualLoop())).toThrow(/^The globals are faked already/)
  })

  it('an engine without AbortSignal has the others', () => {
    vi.stubGlobal('AbortSignal', undefined)
    try {
      const loop = new VirtualLoop()
      const installed = installGlobals(loop)
      expect(setTimeout).not.toBe(real.setTimeout)
      installed.uninstall()
    } finally {
      vi.unstubAllGlobals()
    }
    expect([setTimeout, setImmediate, Date]).toEqual([real.setTimeout, real.setImmediate, real.Date])
  })

  it('one that cannot be faked leaves all of them as they were, and the loop free', () => {
    const loop = new VirtualLoop()
    vi.stubGlobal('AbortSignal', Object.preventExtensions({}))
    try {
      expect(() => installGlobals(loop)).toThrow(TypeError)
      expect([setTimeout, setImmediate, Date]).toEqual([real.setTimeout, real.setImmediate, real.Date])
    } finally {
      vi.unstubAllGlobals()
    }
    using _ = installGlobals(loop)
    expect(setTimeout).not.toBe(real.setTimeout)
  })

  it('only a virtual loop that is open will do, and an epoch that is a time', () => {
    const loop = new VirtualLoop()
    expect(() => installGlobals({} as VirtualLoop)).toThrow('Expected a VirtualLoop, got an object')
    expect(() => installGlobals(loop, { epoch: Number.NaN })).toThrow(
      'Expected the option epoch of installGlobals() to be a number of milliseconds since 1970, or a Date, got NaN',
    )
    loop.close()
    expect(() => installGlobals(loop)).toThrow(/^Event loop is closed/)
  })

  it('a callback has to be a function', () => {
    using _ = installGlobals(new VirtualLoop())
    expect(() => setTimeout('code' as unknown as () => void, 1)).toThrow(
      'Expected a function as the callback of a timer, got the string "code"',
    )
  })

  it('a promise that waits for nothing is not waited for for ever', async () => {
    const loop = new VirtualLoop({ patience: 1 })
    using _ = installGlobals(loop)
    await expect(loop.runAsync(() => new Promise(() => {}))).rejects.toThrow(
      /^deadlock at 0 ms: 1 task waits [\s\S]*never settled: the promise of main\. No timer waits/,
    )
  })
})
