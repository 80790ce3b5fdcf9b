import { coroutine, EventLoop, getRunningLoop, newEventLoop, partial, run } from '@acoro/core'
import { describe, expect, test } from 'vitest'
import { drive, runVirtual, TestHost } from '../support/virtual.ts'

/** A loop on a test host, and what it did. */
function virtualLoop() {
  const host = new TestHost()
  const loop = newEventLoop({ host })
  const log: string[] = []
  return { host, loop, log }
}

/** When the host is to wake the loop. */
function armedFor(host: TestHost): number | undefined {
  return host.armed?.when
}

/** Runs until the loop is stopped or has nothing left to do. */
function spin(loop: EventLoop, host: TestHost): void {
  void loop.runForever()
  drive(loop, host)
}

describe('an iteration', () => {
  test('runs what was ready when it began, then due timers by time, then what was added meanwhile', () => {
    const { host, loop, log } = virtualLoop()
    loop.setExceptionHandler((_, context) => log.push(context.message))
    loop.callSoon(() => {
      log.push('first')
      loop.callSoon(() => log.push('nested'))
    })
    loop.callSoon((name: string) => log.push(name), 'second')
    loop.callSoon(function broken() {
      throw new Error('x')
    })
    loop.callLater(-5, () => log.push('negative delay'))
    loop.callLater(0, () => log.push('no delay'))
    loop.callLater(10, () => loop.stop())
    spin(loop, host)
    // Both timers were due when the first iteration began, so they run in it, after what was ready.
    expect(log).toEqual([
      'first',
      'second',
      'Exception in callback broken()',
      'negative delay',
      'no delay',
      'nested',
    ])
  })

  test('runs timers of equal deadline in order of registration', () => {
    const { host, loop, log } = virtualLoop()
    loop.callLater(5, () => log.push('later a'))
    loop.callAt(5, () => log.push('at b'))
    loop.callLater(1, () => log.push('early'))
    loop.callAt(5, () => {
      log.push('at c')
      loop.stop()
    })
    spin(loop, host)
    expect(log).toEqual(['early', 'later a', 'at b', 'at c'])
    expect(loop.time()).toBe(5)
  })

  test('skips what was cancelled, also by a callback of the same iteration', () => {
    const { host, loop, log } = virtualLoop()
    const soon = loop.callSoon(() => log.push('never'))
    loop.callSoon(() => {
      later.cancel()
      timer.cancel()
    })
    const later = loop.callSoon(() => log.push('never'))
    const timer = loop.callLater(0, () => log.push('never'))
    loop.callLater(3, () => {
      log.push('end')
      loop.stop()
    })
    soon.cancel()
    soon.cancel()
    spin(loop, host)
    expect(log).toEqual(['end'])
    expect([soon.cancelled(), later.cancelled(), timer.cancelled()]).toEqual([true, true, true])
  })

  test('a throwing callback reaches the handler and stops nothing, not even when the handler throws', () => {
    const { host, loop, log } = virtualLoop()
    const printed: string[] = []
    loop.setExceptionHandler((_, context) => {
      log.push(`${context.message}: ${context.exception}`)
      throw new Error('in the handler')
    })
    loop.defaultExceptionHandler = (context) => printed.push(context.message)
    loop.callSoon(() => {
      throw new Error('boom')
    })
    loop.callSoon(() => {
      log.push('goes on')
      loop.stop()
    })
    spin(loop, host)
    expect(log).toEqual(['Exception in callback <anonymous>(): Error: boom', 'goes on'])
    expect(printed).toEqual(['Unhandled error in exception handler'])
  })
})

describe('a loop', () => {
  test('stopped before it runs does exactly one iteration', () => {
    const { host, loop, log } = virtualLoop()
    loop.callSoon(() => {
      log.push('first')
      loop.callSoon(() => log.push('second'))
    })
    loop.stop()
    spin(loop, host)
    expect(log).toEqual(['first'])
    expect(loop.isRunning()).toBe(false)
    loop.callSoon(() => loop.stop())
    spin(loop, host)
    expect(log).toEqual(['first', 'second'])
  })

  test('breathes when it spins, so that the world has its turn', () => {
    const { host, loop } = virtualLoop()
    let left = 100_000
    const spinning = () => {
      if (left-- > 0) loop.callSoon(spinning)
      else loop.stop()
    }
    spinning()
    spin(loop, host)
    expect(host.breaths).toBeGreaterThan(0)
  })

  test('whose iterations become long breathes as often as before', () => {
    const { host, loop } = virtualLoop()
    const between: number[] = []
    let count = 0
    let cost = 0.0001
    const breathe = host.breathe.bind(host)
    host.breathe = (job) => {
      between.push(count * cost)
      count = 0
      breathe(job)
    }
    let left = 200_000
    const spinning = () => {
      host.time += cost
      count++
      if (left-- > 0) loop.callSoon(spinning)
      else loop.stop()
    }
    spinning()
    void loop.runForever()
    while (left > 100_000) host.step()
    cost = 0.2
    count = 0
    between.length = 0
    drive(loop, host)
    // The first job cannot know; from then on about the budget of 2 ms.
    expect(Math.max(...between.slice(4))).toBeLessThan(6)
  })

  test('is woken from outside only once for many callbacks, and sleeps without a timer when it has none', () => {
    const { host, loop, log } = virtualLoop()
    void loop.runForever()
    drive(loop, host)
    expect(host.entered).toBeNull()
    loop.callSoon(() => log.push('a'))
    const entered = host.entered
    loop.callSoonThreadsafe(() => log.push('b'))
    expect(host.entered).toBe(entered)
    drive(loop, host)
    expect(log).toEqual(['a', 'b'])
    const timer = loop.callLater(50, () => {})
    host.step()
    expect(armedFor(host)).toBe(50)
    timer.cancel()
    host.step()
    expect(host.armed).toBeNull()
    loop.stop()
    drive(loop, host)
    expect(loop.isRunning()).toBe(false)
  })

  test('arms the host again when an earlier timer comes, and when the host fires too early', () => {
    const { host, loop, log } = virtualLoop()
    loop.callLater(100, () => log.push('late'))
    void loop.runForever()
    host.step()
    expect(armedFor(host)).toBe(100)
    loop.callLater(10, () => log.push('early'))
    host.step()
    expect(armedFor(host)).toBe(10)
    const { run } = host.armed as { run: () => void }
    host.armed = null
    host.time = 9.5
    run()
    expect(log).toEqual([])
    expect(armedFor(host)).toBe(10)
    drive(loop, { step: () => host.step() } as TestHost)
    expect(log).toEqual(['early', 'late'])
  })

  test('refuses to run twice, to run inside another, to be closed while running, and to be used once closed', async () => {
    const { host, loop } = virtualLoop()
    void loop.runForever()
    await expect(loop.runForever()).rejects.toThrow('This event loop is already running')
    expect(() => loop.close()).toThrow('Cannot close a running event loop')
    loop.stop()
    drive(loop, host)
    loop.close()
    loop.close()
    expect(loop.isClosed()).toBe(true)
    expect(() => loop.callSoon(() => {})).toThrow('Event loop is closed')
    expect(() => loop.callLater(1, () => {})).toThrow('Event loop is closed')
    await expect(loop.runForever()).rejects.toThrow('Event loop is closed')
    await run(function* main() {
      const other = newEventLoop()
      const refused = getRunningLoop().createFuture<unknown>()
      other.runForever().catch((thrown) => refused.setResult(thrown))
      expect(String(yield* refused)).toContain('Cannot run the event loop while another loop is running')
      other.close()
    })
  })

  test('refuses bad arguments at the call', () => {
    const { loop } = virtualLoop()
    expect(() => loop.callSoon('x' as never)).toThrow(
      'Expected a function as the callback of callSoon(), got the string "x"',
    )
    expect(() => loop.callSoon(function* work() {})).toThrow(
      'Expected a plain function as the callback of callSoon(), got the coroutine function work: make a task of its coroutine',
    )
    expect(() => partial(5 as never)).toThrow('Expected a function, got the number 5')
    expect(() => loop.callLater(Number.NaN, () => {})).toThrow(RangeError)
    expect(() => loop.callLater(Number.NaN, () => {})).toThrow(
      'Expected a delay in milliseconds, a number, got NaN',
    )
    expect(() => loop.callLater('1' as never, () => {})).toThrow(
      'Expected a delay in milliseconds, a number, got the string "1"',
    )
    expect(() => loop.callLater(null as never, () => {})).toThrow(TypeError)
    expect(() => loop.callAt(undefined as never, () => {})).toThrow(
      'Expected a time in milliseconds, a number, got undefined',
    )
    expect(() => loop.setExceptionHandler(5 as never)).toThrow(
      'Expected an exception handler, a plain function or null, got the number 5',
    )
  })

  test('runUntilComplete says when it was stopped too early', async () => {
    const { host, loop } = virtualLoop()
    const result = loop.runUntilComplete(loop.createFuture())
    loop.stop()
    drive(loop, host)
    await expect(result).rejects.toThrow('Event loop stopped before Future completed.')
  })

  test('getRunningLoop needs a running loop', () => {
    expect(() => getRunningLoop()).toThrow('no running event loop')
    expect(
      runVirtual(
        coroutine(function* main() {
          return getRunningLoop() instanceof EventLoop
        }),
      ),
    ).toBe(true)
  })
})

describe('handles', () => {
  test('show what they will call, and when', () => {
    const { loop } = virtualLoop()
    const greet = (name: string) => name
    expect(String(loop.callSoon(greet, 'ada'))).toBe('<Handle greet()>')
    const timer = loop.callLater(5, greet, 'bob')
    expect(timer.when()).toBe(5)
    expect(String(timer)).toBe('<TimerHandle when=5 greet()>')
    loop.setDebug(true)
    expect(String(timer)).toBe("<TimerHandle when=5 greet('bob')>")
    timer.cancel()
    expect(String(timer)).toBe('<TimerHandle cancelled when=5>')
  })
})
