import { coroutine, createTask, gather, getRunningLoop, sleep } from '@acoro/core'
import { trackExternal } from '@acoro/core/lowlevel'
import { type ExploreOptions, explore, OrderError, replay } from '@acoro/testing'
import { describe, expect, it } from 'vitest'
import { isOn } from '../../../../scripts/runtimes/only-on.ts'

/** Two read-modify-writes. The loop's own order loses one of them only if `far` is 0. */
const lostUpdate = (between = 0) =>
  function* main() {
    let balance = 0
    const deposit = function* (amount: number, wait: number) {
      yield* sleep(wait)
      const before = balance
      yield* sleep(0)
      balance = before + amount
    }
    yield* gather(deposit(10, 0), deposit(20, between))
    if (balance !== 30) throw new Error(`lost an update: ${balance}`)
  }

/** Fails only if the last of five tasks runs first, which never happens in the loop's own order. */
const needsLastFirst = function* main() {
  const order: number[] = []
  const step = coroutine(function* step(n: number) {
    yield* sleep(5)
    order.push(n)
  })
  yield* gather([1, 2, 3, 4, 5].map((n) => step(n)))
  if (order[0] === 5) throw new Error(`order ${order}`)
}

function failureOf(run: () => unknown): OrderError {
  try {
    run()
  } catch (error) {
    if (error instanceof OrderError) return error
    throw error
  }
  throw new Error('nothing was found')
}

describe('explore', () => {
  it('finds a lost update, and replays it from what it reports', () => {
    const { order, simplest, choices, cause, message } = failureOf(() => explore({}, lostUpdate()))
    expect(cause).toEqual(expect.objectContaining({ message: expect.stringMatching(/^lost an update/) }))
    expect(() => replay(order, lostUpdate())).toThrow(/^lost an update/)
    expect(() => replay(simplest, lostUpdate())).toThrow(/^lost an update/)
    expect(choices.length).toBeGreaterThan(0)
    expect(message).toMatch(
      /^Failed in run \d+ of 1000: Error: lost an update: \d+\nThe same again: replay\('', main\)\n/,
    )
  })

  it.each<ExploreOptions>([
    {},
    { strategy: 'random' },
    { strategy: 'fewest' },
    { strategy: 'pct' },
    { strategy: 'pct', depth: 1 },
    { strategy: 'dfs' },
    { strategy: 'dfs', depth: 1 },
  ])('with %o finds an order the loop itself never has, and makes it simple', (options) => {
    const error = failureOf(() => explore(options, needsLastFirst))
    expect(() => replay(error.order, needsLastFirst)).toThrow(/^order 5,/)
    expect(() => replay(error.simplest, needsLastFirst)).toThrow(/^order 5,1,2,3,4/)
    expect(error.simplest).toBe('t4/5')
    expect(error.trace.filter((line) => line.startsWith('>'))).toEqual([
      expect.stringMatching(
        new RegExp(
          // A page has the lines of the compiled file.
          `^> 0 ms {2}task 6 \\(step\\(5\\)\\) +waits for sleep until 5 ms, instead of task 2 \\(step\\(1\\)\\) {2}\\S*explore\\.test\\.ts:${isOn('server') ? 25 : '\\d+'}$`,
        ),
      ),
    ])
  })

  it('passes what does not depend on the order', () => {
    const steady = function* () {
      let sum = 0
      const add = function* (n: number) {
        yield* sleep(0)
        sum += n
      }
      yield* gather([1, 2, 3].map(add))
      if (sum !== 6) throw new Error(`${sum}`)
    }
    const some = { runs: 50, complete: false, bound: -1, notVaried: [] }
    expect(explore({ runs: 50, strategy: 'random' }, steady)).toEqual(some)
    expect(explore({ runs: 50, strategy: 'pct' }, steady)).toEqual(some)
    expect(explore({ strategy: 'fewest' }, steady)).toEqual({
      runs: 90,
      complete: true,
      bound: Infinity,
      notVaried: [],
    })
    expect(explore({}, steady)).toMatchObject({ complete: true })
    expect(explore({ runs: 5 }, steady)).toMatchObject({ runs: 5, complete: false, bound: 0 })
  })

  it('depth first has all orders of three tasks, each once, and says that these were all', () => {
    const seen: string[] = []
    const main = function* () {
      let order = ''
      const step = function* (name: string) {
        order += name
      }
      yield* gather([...'abc'].map(step))
      seen.push(order)
    }
    const { runs, complete } = explore({ strategy: 'dfs' }, main)
    expect([runs, complete]).toEqual([6, true])
    expect([...new Set(seen)].sort()).toEqual(['abc', 'acb', 'bac', 'bca', 'cab', 'cba'])
  })

  it('depth first within a depth has those that differ from the loop in so many choices', () => {
    const main = function* () {
      const step = function* () {}
      yield* gather([...'abcd'].map(step))
    }
    expect(explore({ strategy: 'dfs', depth: 1 }, main)).toEqual({
      runs: 1 + 3 + 2 + 1,
      complete: true,
      bound: 1,
      notVaried: ['orders that differ in more than 1 choices (depth)'],
    })
    expect(explore({ strategy: 'dfs', runs: 24 }, main)).toMatchObject({ runs: 24, complete: true })
    expect(explore({ strategy: 'dfs', runs: 23 }, main)).toMatchObject({ runs: 23, complete: false })
    expect(explore({ strategy: 'fewest', depth: 2 }, main)).toMatchObject({ runs: 18, bound: 2 })
  })

  it('keeps callbacks in their order, whatever it does to tasks', () => {
    const main = function* () {
      const loop = getRunningLoop()
      const log: number[] = []
      for (let n = 0; n < 5; n++) loop.callSoon(() => log.push(n))
      const idle = function* () {
        yield* sleep(0)
      }
      yield* gather(idle(), idle(), sleep(1))
      if (log.join('') !== '01234') throw new Error(`callbacks ran as ${log}`)
    }
    expect(explore({ runs: 200, strategy: 'random' }, main).notVaried).toEqual([
      'the order of callbacks among themselves',
    ])
  })

  it('begins every run at 0 ms with nothing left of the one before', () => {
    const times: number[] = []
    const main = function* () {
      times.push(getRunningLoop().time())
      createTask(sleep(1000))
      yield* sleep(10)
      times.push(getRunningLoop().time())
    }
    explore({ runs: 3, strategy: 'random' }, main)
    expect(times.filter((_, index) => index % 2 === 0).every((time) => time === 0)).toBe(true)
    expect(times.filter((_, index) => index % 2 === 1).every((time) => time === 10)).toBe(true)
  })

  it('gives a run a loop of its own where the one before left something open', () => {
    const times: number[] = []
    const main = function* () {
      trackExternal(getRunningLoop(), 'a server', { transient: false })
      getRunningLoop().callLater(1000, () => times.push(-1))
      yield* sleep(10)
      times.push(getRunningLoop().time())
    }
    explore({ runs: 3, strategy: 'random' }, main)
    expect(new Set(times)).toEqual(new Set([10]))
  })

  it('lets every run use the default executor', () => {
    const main = function* () {
      if ((yield* getRunningLoop().runInExecutor(null, () => 42)) !== 42) throw new Error('not run')
    }
    expect(explore({ runs: 5, strategy: 'random' }, main).runs).toBe(5)
  })

  it('takes a deadlock, a spinning task and an error nobody awaits for failures', () => {
    const deadlock = function* () {
      yield* getRunningLoop().createFuture<void>()
    }
    expect(() => explore({}, deadlock)).toThrow(/^Failed in run 1 of 1000: DeadlockError: deadlock at 0 ms/)
    const spin = function* () {
      for (;;) yield* sleep(0)
    }
    expect(() => explore({ stepLimit: 100 }, spin)).toThrow(
      /^Failed in run 1 of 1000: RuntimeError: Not done/,
    )
    const callback = function* () {
      getRunningLoop().callSoon(() => {
        throw new Error('in a callback')
      })
      yield* sleep(1)
    }
    expect(() => explore({}, callback)).toThrow(/in a callback/)
  })

  it('is the same each time, and other with another seed', () => {
    const orderOf = (seed: number) =>
      failureOf(() => explore({ seed, strategy: 'random' }, needsLastFirst)).order
    expect(orderOf(1)).toBe(orderOf(1))
    expect(orderOf(1000)).not.toBe(orderOf(1))
  })

  it('notices a program that is not the same twice, and says where it parts', () => {
    let runs = 0
    const main = function* () {
      for (let n = 0; n < runs % 2; n++) yield* sleep(1)
      runs++
    }
    expect(() => explore({ runs: 10 }, main)).toThrow(
      /^The program is not the same twice under one order: step \d+ was «.*» and then «.*»\. Take real time/,
    )
  })

  it('tries at least 100,000 orders of three small tasks in two seconds', () => {
    const main = function* () {
      yield* gather(toy(), toy(), toy())
    }
    const began = processorTime()
    explore({ runs: 5000 }, main)
    // The benchmark has the real figure. This notices only if it gets much slower.
    expect((processorTime() - began) / 5000).toBeLessThan(0.2)
  })
})

/** ms. Other programs on the machine do not count, if the platform can tell. */
function processorTime(): number {
  const used = globalThis.process?.cpuUsage?.()
  return used === undefined ? performance.now() : (used.user + used.system) / 1000
}

const toy = function* () {
  yield
  yield
}

describe('replay', () => {
  it('gives the result of main', () => {
    const main = function* () {
      yield* sleep(10)
      return getRunningLoop().time()
    }
    expect([replay(7, main), replay('', main), replay('0.2.1', main)]).toEqual([10, 10, 10])
  })
})

describe('bad input', () => {
  const main = function* () {}

  it.each<[ExploreOptions, string]>([
    [{ runs: 0 }, 'Expected the option runs of explore() to be an integer from 1, got 0'],
    [{ runs: Number.NaN }, 'Expected the option runs of explore() to be an integer from 1, got NaN'],
    [{ seed: 0.5 }, 'Expected the option seed of explore() to be an integer, got 0.5'],
    [{ lateness: -1 }, 'Expected the option lateness of explore() to be 0 ms or more, got -1'],
    [{ depth: 0 }, 'Expected the option depth of explore() to be an integer from 1, got 0'],
    [
      { strategy: 'bfs' as unknown as 'dfs' },
      "Expected the option strategy of explore() to be 'portfolio', 'fewest', 'random', 'pct' or 'dfs', got the string \"bfs\"",
    ],
  ])('explore refuses %o', (options, message) => {
    expect(() => explore(options, main)).toThrow(new RangeError(message))
  })

  it('what is no program, no options and no order is refused', () => {
    expect(() => explore({}, 5 as unknown as typeof main)).toThrow(
      'Expected the program to explore, a function, got the number 5',
    )
    expect(() => explore(null as unknown as ExploreOptions, main)).toThrow(
      'Expected the options of explore() as an object, { stepLimit, patience, epoch, lateness, sameDelay, runs, time, seed, strategy, depth, touches, page }, got null',
    )
    expect(() => replay('0.x', main)).toThrow(
      'Expected an order as explore() reports it, a string, or the seed of a random one, got the string "0.x"',
    )
    expect(() => replay(1.5, main)).toThrow(TypeError)
    expect(() => replay(1, undefined as unknown as typeof main)).toThrow(
      'Expected the program to replay, a function, got undefined',
    )
  })
})
