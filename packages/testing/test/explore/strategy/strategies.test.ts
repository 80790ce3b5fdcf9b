import { coroutine, createTask, gather, sleep, type Task } from '@acoro/core'
import { type Explored, type ExploreOptions, explore, OrderError, type StrategyName } from '@acoro/testing'
import { describe, expect, it } from 'vitest'

/** Each of `counts` tasks logs its letter so many times, with a turn in between. */
const letters = (log: string[], counts: readonly number[]) => {
  const write = coroutine(function* write(letter: string, times: number, run: string[]) {
    for (let n = 0; n < times; n++) {
      run.push(letter)
      yield
    }
  })
  return function* main() {
    const run: string[] = []
    yield* gather(counts.map((times, n) => write('abcdef'[n] as string, times, run)))
    log.push(run.join(''))
  }
}

const found = (options: ExploreOptions, main: Explored): string | null => {
  try {
    explore({ page: false, ...options }, main)
    return null
  } catch (error) {
    if (error instanceof OrderError) return error.simplest
    throw error
  }
}

const ALL: readonly StrategyName[] = ['portfolio', 'fewest', 'random', 'pct', 'dfs']

describe('fewest deviations first', () => {
  it('begins with the order of the loop, then tries what differs in one choice, in two, …', () => {
    const log: string[] = []
    const main = letters(log, [1, 1, 1])
    expect(explore({ strategy: 'fewest', runs: 1 }, main)).toMatchObject({ bound: 0, complete: false })
    expect(log[0]).toBe('abc')
    const bounds = [1, 2, 3].map((depth) => explore({ strategy: 'fewest', depth, runs: 5000 }, main))
    expect(bounds.map(({ bound, complete }) => [bound, complete])).toEqual([
      [1, true],
      [2, true],
      [3, true],
    ])
    expect(explore({ strategy: 'fewest', runs: 5000 }, main)).toMatchObject({
      bound: Infinity,
      complete: true,
    })
  })

  it('tries the same orders as dfs, each once', () => {
    for (const counts of [
      [2, 2],
      [1, 1, 1],
      [2, 1, 2],
    ]) {
      const runs = (['fewest', 'dfs'] as const).map((strategy) => {
        const log: string[] = []
        const { runs: count } = explore({ strategy, runs: 10_000 }, letters(log, counts))
        return [count, [...new Set(log)].sort()]
      })
      expect(runs[0]).toEqual(runs[1])
    }
  })

  it('visits all of a long run within its budget, not only its beginning', () => {
    const main = function* () {
      let last = ''
      const step = coroutine(function* step(name: string) {
        for (let n = 0; n < 200; n++) yield
        last = name
      })
      yield* gather(step('a'), step('b'), step('c'))
      if (last !== 'c') throw new Error(`${last} was last`)
    }
    expect(found({ strategy: 'fewest', runs: 50 }, main)).not.toBeNull()
  })
})

describe('pct', () => {
  it('is fair: a task that spins until another one is ready is no failure', () => {
    const main = function* () {
      let ready = false
      const spin = coroutine(function* spin() {
        while (!ready) yield* sleep(0)
      })
      const prepare = coroutine(function* prepare() {
        yield* sleep(0)
        ready = true
      })
      yield* gather(spin(), prepare(), spin())
    }
    for (const strategy of ['pct', 'portfolio', 'random'] as const)
      expect(explore({ strategy, runs: 300, stepLimit: 5000 }, main).runs).toBe(300)
  })
})

describe('the portfolio', () => {
  it('ends when all orders were tried, and says so', () => {
    const { complete, bound, runs } = explore({ runs: 10_000 }, letters([], [1, 1]))
    expect([complete, bound]).toEqual([true, Infinity])
    expect(runs).toBeLessThan(30)
  })

  it('finds what takes many choices, and what takes few in a long run', () => {
    const reversed = function* () {
      const order: number[] = []
      const step = coroutine(function* step(n: number) {
        yield
        order.push(n)
      })
      yield* gather([0, 1, 2, 3, 4].map((n) => step(n)))
      if (order.join('') === '43210') throw new Error('reversed')
    }
    expect(found({}, reversed)).not.toBeNull()
  })

  it('stops after the time it was given', () => {
    const { runs, complete } = explore({ runs: 10_000_000, time: 20 }, letters([], [3, 3, 3, 3]))
    expect(complete).toBe(false)
    expect(runs).toBeGreaterThan(0)
    expect(() => explore({ time: 0 }, letters([], [1]))).toThrow(
      'Expected the option time of explore() to be a number above 0, got 0',
    )
  })
})

describe('dfs with sleep sets', () => {
  /** Tasks that add to accounts, each named after its account. */
  const accounts = (names: readonly string[], totals: Set<string>) =>
    function* main() {
      const balances: Record<string, number> = {}
      const add = coroutine(function* add(account: string, amount: number) {
        const before = balances[account] ?? 0
        yield
        balances[account] = before + amount
      })
      yield* gather(names.map((name, n) => createTask(add(name, 2 ** n), { name })))
      totals.add(JSON.stringify(Object.entries(balances).sort()))
    }
  const touches = (task: Task<unknown>) => (task.name.startsWith('account') ? [task.name] : undefined)

  it('needs far fewer orders if it knows what steps touch, and sees the same outcomes', () => {
    const names = ['account a', 'account b', 'account a']
    const [all, some] = [new Set<string>(), new Set<string>()]
    const whole = explore({ strategy: 'dfs', runs: 10_000 }, accounts(names, all))
    const part = explore({ strategy: 'dfs', runs: 10_000, touches }, accounts(names, some))
    expect([whole.complete, part.complete]).toEqual([true, true])
    expect(part.runs).toBeLessThan(whole.runs / 3)
    expect([...some].sort()).toEqual([...all].sort())
    expect(all.size).toBe(3)
  })

  it('still finds the race between those that touch the same', () => {
    const totals = new Set<string>()
    const main = function* () {
      yield* accounts(['account a', 'account b', 'account c', 'account a'], totals)()
      if (totals.size > 1) throw new Error('the order matters')
    }
    expect(found({ strategy: 'dfs', touches, runs: 10_000 }, main)).not.toBeNull()
  })

  it('knows by itself that it does not matter in which order tasks begin to sleep', () => {
    const main = function* () {
      yield* gather(sleep(1), sleep(40), sleep(80), sleep(120))
    }
    expect(explore({ strategy: 'dfs', lateness: 0 }, main)).toMatchObject({ runs: 8, complete: true })
    expect(explore({ strategy: 'fewest', lateness: 0 }, main)).toMatchObject({ runs: 24, complete: true })
  })

  it('refuses what does not tell', () => {
    expect(() => explore({ touches: ['a'] as never }, letters([], [1]))).toThrow(
      'Expected the option touches of explore() to be a function, got an array of 1',
    )
    expect(() =>
      explore({ strategy: 'dfs', touches: () => 'account' as never }, accounts(['a', 'b'], new Set())),
    ).toThrow('Expected touches() to return an array, or undefined for anything, got the string "account"')
  })
})

describe('each strategy', () => {
  const lostUpdate = function* () {
    let balance = 0
    const deposit = coroutine(function* deposit(amount: number) {
      yield* sleep(amount)
      const before = balance
      yield* sleep(0)
      balance = before + amount
    })
    yield* gather(deposit(10), deposit(20))
    if (balance !== 30) throw new Error(`balance ${balance}`)
  }

  it.each(ALL)('%s finds a lost update', (strategy) => {
    expect(found({ strategy }, lostUpdate)).toBe('1w2/3')
  })
})
