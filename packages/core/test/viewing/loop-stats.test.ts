import { createTask, gather, getRunningLoop, newEventLoop, sleep } from '@acoro/core'
import { atOnce, externalFacts, loopStats, trackExternal } from '@acoro/core/lowlevel'
import { describe, expect, test } from 'vitest'
import { runVirtual } from '../support/virtual.ts'

describe('the statistics of a loop', () => {
  test('count tasks by how they ended, from the beginning', () => {
    runVirtual(function* main() {
      const returned = createTask(sleep(1))
      const failed = createTask(
        (function* () {
          throw new Error('no')
        })(),
      )
      const cancelled = createTask(sleep(100))
      cancelled.cancel()
      yield* gather([returned, failed, cancelled], { returnExceptions: true })
      const pending = createTask(sleep(1))
      expect(loopStats(getRunningLoop())).toMatchObject({
        running: true,
        tasks: { made: 5, pending: 2, returned: 1, failed: 1, cancelled: 1 },
        ready: 1,
        timers: 0,
        nextTimer: null,
        externals: 0,
      })
      yield* pending
    })
  })

  test('tell how late timers were, which is unknown before the first', () => {
    runVirtual(function* main() {
      const loop = getRunningLoop()
      expect(loopStats(loop).lag).toBe('unknown')
      const host = (loop as unknown as { _host: { time: number } })._host
      yield* sleep(10)
      expect(loopStats(loop).lag).toEqual({ last: 0, worst: 0 })
      loop.callLater(5, () => {})
      yield* sleep(0)
      host.time += 30
      yield* sleep(10)
      expect(loopStats(loop).lag).toMatchObject({ worst: 25 })
    })
  })

  test('are JSON, of a closed loop, too', () => {
    const loop = newEventLoop()
    loop.close()
    const stats = loopStats(loop)
    expect(JSON.parse(JSON.stringify(stats))).toEqual(stats)
    expect(stats).toMatchObject({ closed: true, task: null, iterations: 0 })
  })

  test('are refused for anything but a loop, by name', () => {
    expect(() => loopStats({} as never)).toThrow('the argument of loopStats()')
  })
})

test('externals have an age, and tell how long the loop has not heard of them', () => {
  runVirtual(function* main() {
    const loop = getRunningLoop()
    yield* sleep(40)
    const socket = trackExternal(loop, 'socket of ada', { transient: false })
    yield* sleep(100)
    expect(atOnce(externalFacts(loop))).toEqual([
      { what: 'socket of ada', transient: false, since: { from: 40, to: 49 }, task: 'unknown' },
    ])
    socket.end()
    expect(atOnce(externalFacts(loop))).toEqual([])
  })
})
