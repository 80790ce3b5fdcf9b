import { createTask, Future, gather, getRunningLoop, run, sleep } from '@acoro/core'
import { VirtualLoop, waitAllTasksBlocked } from '@acoro/testing'
import { describe, expect, it } from 'vitest'

const steps = (log: string[], name: string, count: number) =>
  (function* () {
    for (let n = 1; n <= count; n++) {
      yield* sleep(0)
      log.push(`${name}${n}`)
    }
  })()

describe('waitAllTasksBlocked', () => {
  it('waits until no other task can go on, and no time passes', () => {
    const log: string[] = []
    const loop = new VirtualLoop()
    loop.runSync(function* () {
      createTask(steps(log, 'a', 3))
      const future = new Future<void>()
      createTask(
        (function* () {
          yield* future
          log.push('woken')
          yield* sleep(0)
          log.push('blocked')
          yield* sleep(1000)
          log.push('never')
        })(),
      )
      getRunningLoop().callSoon(() => getRunningLoop().callSoon(() => future.setResult()))
      yield* waitAllTasksBlocked()
      log.push(`at ${loop.time()}`)
    })
    expect(log.at(-1)).toBe('at 0')
    expect([...log].sort()).toEqual(['a1', 'a2', 'a3', 'at 0', 'blocked', 'woken'])
  })

  it('with a cushion: until nothing has moved for so long', () => {
    const loop = new VirtualLoop()
    const log: string[] = []
    loop.runSync(function* () {
      createTask(
        (function* () {
          for (let n = 0; n < 3; n++) yield* sleep(5)
          log.push(`quiet from ${loop.time()}`)
        })(),
      )
      yield* waitAllTasksBlocked(10)
      log.push(`seen at ${loop.time()}`)
    })
    expect(log[0]).toBe('quiet from 15')
    expect(Number(log[1]?.split(' ')[2])).toBeGreaterThanOrEqual(25)
  })

  it('lets several of them go on one after another, and one that is cancelled is passed over', () => {
    const loop = new VirtualLoop()
    const log: string[] = []
    const wait = function* (name: string) {
      yield* waitAllTasksBlocked()
      log.push(name)
      yield* sleep(0)
      log.push(`${name} again`)
    }
    loop.runSync(function* () {
      const cancelled = createTask(wait('cancelled'))
      const others = [createTask(wait('b')), createTask(wait('c'))]
      yield* sleep(0)
      cancelled.cancel()
      yield* gather([cancelled, ...others], { returnExceptions: true })
    })
    expect(log).toEqual(['b', 'b again', 'c', 'c again'])
  })

  it('lets promises run first in an asynchronous run', async () => {
    const loop = new VirtualLoop()
    const log: string[] = []
    await loop.runAsync(function* () {
      void (async () => {
        for (let n = 0; n < 10; n++) await null
        log.push('promises')
      })()
      yield* waitAllTasksBlocked()
      log.push('blocked')
    })
    expect(log).toEqual(['promises', 'blocked'])
  })

  it('needs a VirtualLoop, and a time', async () => {
    await expect(run(waitAllTasksBlocked())).rejects.toThrow(
      /^waitAllTasksBlocked\(\) needs a VirtualLoop, got an? EventLoop/,
    )
    expect(() => waitAllTasksBlocked(Number.NaN)).toThrow(
      /^Expected the time that all have to be blocked for/,
    )
  })
})

describe('runUntil', () => {
  it('runs until the predicate is true, and no further', () => {
    const loop = new VirtualLoop()
    const log: string[] = []
    const task = loop.createTask(steps(log, 'a', 3))
    loop.callLater(10, () => log.push('later'))
    loop.callLater(20, () => log.push('never'))
    loop.runUntil(() => log.includes('later'))
    expect([task.done(), log, loop.time()]).toEqual([true, ['a1', 'a2', 'a3', 'later'], 10])
    loop.runUntil(() => true)
    expect(loop.time()).toBe(10)
  })

  it('says who waits where it stays false, and throws what the predicate throws', () => {
    const loop = new VirtualLoop()
    expect(() => loop.runUntil(() => false)).toThrow(
      'runUntil() has nothing left to run at 0 ms, and what it waits for has not come true',
    )
    const task = loop.createTask(
      (function* () {
        yield* new Future<void>(loop)
      })(),
      { name: 'stuck' },
    )
    expect(() => loop.runUntil(() => false)).toThrow(/^deadlock at 0 ms: 1 task waits[\s\S]*stuck/)
    task.cancel()
    loop.runReady()
    loop.callLater(5, () => {})
    let asked = 0
    expect(() =>
      loop.runUntil(() => {
        if (++asked === 2) throw new RangeError('mine')
        return false
      }),
    ).toThrow(new RangeError('mine'))
    expect(() => loop.runUntil(true as never)).toThrow(
      'Expected a predicate, a function, got the boolean true',
    )
    loop.runSync(sleep(1))
  })
})
