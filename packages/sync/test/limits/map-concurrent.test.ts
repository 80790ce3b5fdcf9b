import {
  allTasks,
  asyncFor,
  asyncGenerator,
  coroutine,
  createTask,
  eagerTaskFactory,
  emit,
  getRunningLoop,
  RuntimeError,
  sleep,
  throwIfCancelled,
  wait,
} from '@acoro/core'
import { mapConcurrent, openChannel, Queue } from '@acoro/sync'
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

  for (const kind of ['queue', 'channel'] as const) {
    test(`loses no item of a ${kind} whenever it is cancelled: an item is begun, or still there`, () => {
      const moments = injectCancelEverywhere(function* (inject) {
        const queue = new Queue<number>()
        const [sender, receiver] = openChannel<number>(10)
        const [put, left] =
          kind === 'queue'
            ? [(item: number) => queue.putNowait(item), () => queue.qsize()]
            : [(item: number) => sender.sendNowait(item), () => sender.statistics().size]
        const begun: number[] = []
        const handle = coroutine(function* handle(item: number) {
          begun.push(item)
          yield* sleep(2)
        })
        const source = kind === 'queue' ? queue : receiver
        const victim = inject(mapConcurrent(source, handle, { limit: 2 }).collect())
        for (const item of [1, 2, 3, 4]) {
          put(item)
          yield* sleep(1)
        }
        queue.shutdown()
        sender.close()
        yield* wait([victim])
        const rest = [1, 2, 3, 4].slice(begun.length)
        expect([begun.length + left(), begun]).toEqual([4, [1, 2, 3, 4].slice(0, 4 - rest.length)])
      })
      expect(moments).toBeGreaterThan(8)
    })

    test(`loses no item of a ${kind} that arrives in the step in which another one fails`, () => {
      play(function* () {
        const queue = new Queue<number>()
        const [sender, receiver] = openChannel<number>(10)
        const put = (item: number) => (kind === 'queue' ? queue.putNowait(item) : sender.sendNowait(item))
        const begun: number[] = []
        const handle = coroutine(function* handle(item: number) {
          begun.push(item)
          yield* sleep(10)
          put(2)
          put(3)
          throw new Error('fails')
        })
        const source = kind === 'queue' ? queue : receiver
        const task = createTask(mapConcurrent(source, handle, { limit: 2 }).collect())
        yield* sleep(1)
        put(1)
        yield* wait([task])
        const left: number[] = []
        const next = () => (kind === 'queue' ? queue.getNowait() : receiver.receiveNowait())
        while (begun.length + left.length < 3) left.push(next())
        expect([task.exception(), [...begun, ...left]]).toEqual([new Error('fails'), [1, 2, 3]])
      })
    })
  }

  test('closes its source though it is cancelled again while it cleans up', () => {
    play(function* () {
      const log: string[] = []
      const source = asyncGenerator(function* source() {
        try {
          for (let n = 0; ; n++) yield* emit(n)
        } finally {
          log.push('source closed')
        }
      })
      const stubborn = coroutine(function* stubborn(n: number) {
        try {
          yield* sleep(1000)
        } finally {
          yield* sleep(10)
          log.push(`${n} cleaned up`)
        }
      })
      const task = createTask(mapConcurrent(source(), stubborn, { limit: 2 }).collect())
      yield* sleep(1)
      task.cancel('first')
      yield* sleep(1)
      task.cancel('second')
      yield* wait([task])
      expect(() => task.result()).toThrow('second')
      expect([log, allTasks().size]).toEqual([['0 cleaned up', '1 cleaned up', 'source closed'], 1])
    })
  })

  test('is used once', () => {
    play(function* () {
      let calls = 0
      const map = mapConcurrent(
        [1, 2],
        coroutine(function* count() {
          calls++
        }),
        { limit: 1 },
      )
      yield* map
      const again = new RuntimeError(
        'Cannot use a mapConcurrent again: its items were taken, call mapConcurrent anew',
      )
      const collecting = createTask(map.collect())
      const iterating = createTask(asyncFor(map, function* () {}))
      yield* wait([collecting, iterating])
      expect([collecting.exception(), iterating.exception(), calls]).toEqual([again, again, 2])
    })
  })

  test('ends with an error that is undefined, too', () => {
    play(function* () {
      const failing = coroutine(function* failing(n: number) {
        yield* sleep(n)
        if (n === 1) throw undefined
        yield* sleep(1000)
      })
      const task = createTask(mapConcurrent([5, 1], failing, { limit: 2 }).collect())
      yield* sleep(3)
      yield* wait([task], { timeout: 100 })
      expect([task.done(), task.exception(), allTasks().size, getRunningLoop().time()]).toEqual([
        true,
        undefined,
        1,
        3,
      ])
    })
  })

  test('works through thousands of items of a queue under an eager task factory', () => {
    play(function* () {
      getRunningLoop().setTaskFactory(eagerTaskFactory)
      const queue = new Queue<number>()
      for (let n = 0; n < 5000; n++) queue.putNowait(n)
      queue.shutdown()
      const nap = coroutine(function* nap(n: number) {
        yield* sleep(1)
        return n
      })
      const results = yield* mapConcurrent(queue, nap, { limit: Number.POSITIVE_INFINITY })
      expect([results.length, results.at(-1)]).toEqual([5000, 4999])
    })
  })

  test('says what to return, if its function or its source returns nothing to await', () => {
    play(function* () {
      const what = 'something to await, a coroutine or a future, got'
      for (const [items, fn, message] of [
        [[1], () => 5, `the function of mapConcurrent to return ${what} the number 5`],
        [{ anext: () => Promise.resolve() }, work(), `anext() of the source to return ${what} a Promise`],
      ] as const) {
        const task = createTask(mapConcurrent(items as never, fn as never, { limit: 1 }).collect())
        yield* wait([task])
        expect(task.exception()).toEqual(new TypeError(`Expected ${message}`))
      }
    })
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
      new TypeError(
        'Expected the options of mapConcurrent() as an object, { limit, ordered }, got undefined',
      ),
    )
    expect(() => mapConcurrent([], work(), { limit: 0 })).toThrow(
      new RangeError('Expected the limit of mapConcurrent, a whole number of at least 1, got 0'),
    )
  })
})
