import { createTask, getRunningLoop, newEventLoop, run, sleep } from '@acoro/core'
import { DefaultHost } from '@acoro/core/lowlevel'
import { expect, test } from 'vitest'

// The few tests that need the real clock: they test the host itself.

test('a sleep is never shorter than asked, by the loop’s clock', async () => {
  await run(function* main() {
    const loop = getRunningLoop()
    for (const ms of [1, 2.5, 7]) {
      const began = loop.time()
      yield* sleep(ms)
      expect(loop.time() - began).toBeGreaterThanOrEqual(ms)
    }
  })
})

test('a task that spins starves neither timers nor promises nor I/O', async () => {
  const seen: string[] = []
  await run(function* main() {
    setTimeout(() => seen.push('timer'), 1)
    setImmediate(() => seen.push('immediate'))
    Promise.resolve().then(() => seen.push('promise'))
    while (seen.length < 3) yield* sleep(0)
  })
  expect(seen.toSorted()).toEqual(['immediate', 'promise', 'timer'])
})

test('promises that wake the loop again and again let macrotasks in', async () => {
  let immediate = false
  await run(function* main() {
    const loop = getRunningLoop()
    setImmediate(() => {
      immediate = true
    })
    while (!immediate) {
      const future = loop.createFuture<void>()
      void Promise.resolve().then(() => future.setResult())
      yield* future
    }
  })
  expect(immediate).toBe(true)
})

test('how often promises let macrotasks in goes by the clock, and by their number where that stands still', async () => {
  class CountingHost extends DefaultHost {
    elapsed = 0
    breaths = 0
    override now(): number {
      return this.elapsed
    }
    override breathe(run: () => void): void {
      this.breaths++
      super.breathe(run)
    }
  }
  const breathsOf = async (wakeUps: number, ms: number): Promise<number> => {
    const host = new CountingHost()
    await run(
      function* main() {
        const loop = getRunningLoop()
        for (let i = 0; i < wakeUps; i++) {
          const future = loop.createFuture<void>()
          void Promise.resolve().then(() => future.setResult())
          yield* future
          host.elapsed += ms
        }
      },
      { loopFactory: () => newEventLoop({ host }) },
    )
    return host.breaths
  }
  // Looked at after each 128: 2 ms have passed then, or not.
  expect(await breathsOf(1280, 0.02)).toBe(10)
  expect(await breathsOf(1280, 0.01)).toBe(5)
  expect(await breathsOf(19_000, 0)).toBe(0)
  expect(await breathsOf(41_000, 0)).toBe(2)
})

test('a delay past what the host can count is armed in parts', () => {
  const host = new DefaultHost()
  const delays: number[] = []
  const original = globalThis.setTimeout
  globalThis.setTimeout = ((_run: () => void, delay: number) => {
    delays.push(delay)
    return original(() => {}, 0)
  }) as never
  try {
    host.arm(2 ** 40, () => {})
    host.arm(0.2, () => {})
    host.disarm()
    host.disarm()
  } finally {
    globalThis.setTimeout = original
  }
  expect(delays).toEqual([2 ** 31 - 1, 1])
})

test('several loops share the thread, each with its own tasks', async () => {
  const log: string[] = []
  const worker = (name: string) =>
    function* main() {
      for (let i = 0; i < 3; i++) {
        yield* createTask(sleep(1))
        log.push(name)
      }
      return name
    }
  expect(await Promise.all([run(worker('a')), run(worker('b'))])).toEqual(['a', 'b'])
  expect(log.toSorted()).toEqual(['a', 'a', 'a', 'b', 'b', 'b'])
  expect(newEventLoop().isRunning()).toBe(false)
})

test('the date of a loop is that of its host, or of the platform if the host has none', () => {
  const before = Date.now()
  const platform = newEventLoop()
  expect(platform.wallTime()).toBeGreaterThanOrEqual(before)
  platform.close()
  class Dated extends DefaultHost {
    wallTime(): number {
      return 42
    }
  }
  const dated = newEventLoop({ host: new Dated() })
  expect(dated.wallTime()).toBe(42)
  dated.close()
})
