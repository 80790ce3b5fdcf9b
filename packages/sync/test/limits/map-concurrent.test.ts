import {
  allTasks,
  asyncFor,
  asyncGenerator,
  coroutine,
  createTask,
  emit,
  sleep,
  throwIfCancelled,
  wait,
} from '@acoro/core'
import { mapConcurrent, Queue } from '@acoro/sync'
import { injectCancelEverywhere } from '@acoro/testing'
import { describe, expect, test } from 'vitest'
import { play } from '../support/virtual.ts'

/** Takes 10 ms for each unit of `n`, and says how many run at once. */
function work(log: string[] = []) {
  let running = 0
  return coroutine(function* work(n: number, index: number) {
    running++
    log.push(`begin ${n}, ${running} at once`)
    try {
      yield* sleep(10 * n)
      if (n === 13) throw new Error('13 is refused')
      return `${index}: ${n}`
    } finally {
      running--
      log.push(`end ${n}`)
    }
  })
}

describe('mapConcurrent', () => {
  test('gives all results in the order of the items, with no more than the limit under way', () => {
    const log: string[] = []
    play(function* () {
      expect(yield* mapConcurrent([3, 1, 2], work(log), { limit: 2 })).toEqual(['0: 3', '1: 1', '2: 2'])
    })
    expect(log).toEqual([
      'begin 3, 1 at once',
      'begin 1, 2 at once',
      'end 1',
      'begin 2, 2 at once',
      'end 3',
      'end 2',
    ])
  })

  test('gives them as they come where asked to', () => {
    play(function* () {
      const results = yield* mapConcurrent([3, 1, 2], work(), { limit: 3, ordered: false }).collect()
      expect(results).toEqual(['1: 1', '2: 2', '0: 3'])
    })
  })

  for (const ordered of [true, false]) {
    test(`is gone through with asyncFor, ${ordered ? 'in order' : 'as they come'}`, () => {
      const seen: string[] = []
      play(() =>
        asyncFor(mapConcurrent([3, 1, 2], work(), { limit: 2, ordered }), function* (result) {
          seen.push(result)
        }),
      )
      expect(seen).toEqual(ordered ? ['0: 3', '1: 1', '2: 2'] : ['1: 1', '0: 3', '2: 2'])
    })
  }

  test('takes no item before there is room for it, and no more than are asked for', () => {
    play(function* () {
      let taken = 0
      let closed = false
      function* endless() {
        try {
          for (;;) yield ++taken
        } finally {
          closed = true
        }
      }
      yield* asyncFor(mapConcurrent(endless(), work(), { limit: 2 }), function* (result) {
        expect(taken).toBeLessThanOrEqual(Number(result.split(': ')[1]) + 2)
        return result !== '4: 5'
      })
      expect([taken <= 7, closed, allTasks().size]).toEqual([true, true, 1])
    })
  })

  test('takes its items from a queue until that is shut down, and gives results meanwhile', () => {
    play(function* () {
      const queue = new Queue<number>()
      const seen: string[] = []
      const reader = createTask(
        asyncFor(mapConcurrent(queue, work(), { limit: 2 }), function* (result) {
          seen.push(result)
        }),
      )
      queue.putNowait(1)
      yield* sleep(15)
      expect(seen).toEqual(['0: 1'])
      queue.putNowait(2)
      queue.shutdown()
      yield* reader
      expect(seen).toEqual(['0: 1', '1: 2'])
    })
  })

  test('ends with the first failure, and leaves nothing running', () => {
    const log: string[] = []
    play(function* () {
      let caught: unknown
      try {
        yield* mapConcurrent([20, 13, 5, 30], work(log), { limit: 3 })
      } catch (error) {
        throwIfCancelled(error)
        caught = error
      }
      expect([caught, allTasks().size]).toEqual([new Error('13 is refused'), 1])
    })
    expect(log.slice(-3)).toEqual(['end 13', 'end 20', 'end 30'])
  })

  test('closes its source when what it does throws at the call', () => {
    play(function* () {
      let closed = false
      const source = asyncGenerator(function* source() {
        try {
          for (let n = 0; ; n++) yield* emit(n)
        } finally {
          yield* sleep(1)
          closed = true
        }
      })
      const task = createTask(
        mapConcurrent(
          source(),
          () => {
            throw new Error('at the call')
          },
          { limit: 1 },
        ).collect(),
      )
      yield* wait([task])
      expect([task.exception(), closed]).toEqual([new Error('at the call'), true])
    })
  })

  test('leaves nothing running whenever it is cancelled', () => {
    const moments = injectCancelEverywhere(function* (inject) {
      const log: string[] = []
      const task = inject(mapConcurrent([2, 1, 3], work(log), { limit: 2 }).collect())
      yield* wait([task])
      expect(allTasks().size).toBe(1)
      const [begun, ended] = ['begin', 'end'].map(
        (word) => log.filter((line) => line.startsWith(word)).length,
      )
      expect(begun).toBe(ended)
    })
    expect(moments).toBeGreaterThan(5)
  })

  test('has nothing to do without items', () => {
    play(function* () {
      expect(yield* mapConcurrent([], work(), { limit: Number.POSITIVE_INFINITY })).toEqual([])
    })
  })

  test('refuses what means nothing, at the call', () => {
    expect(() => mapConcurrent(5 as never, work(), { limit: 1 })).toThrow(
      new TypeError('Expected items, an iterable or a source with anext(), got the number 5'),
    )
    expect(() => mapConcurrent([], 5 as never, { limit: 1 })).toThrow(
      new TypeError('Expected what to do with each item, a function, got the number 5'),
    )
    expect(() => mapConcurrent([], work(), undefined as never)).toThrow(
      new TypeError('Expected { limit } for mapConcurrent, got undefined'),
    )
    expect(() => mapConcurrent([], work(), { limit: 0 })).toThrow(
      new RangeError('Expected the limit of mapConcurrent, a whole number of at least 1, got 0'),
    )
  })
})
