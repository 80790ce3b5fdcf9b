import {
  coroutine,
  createTask,
  gather,
  getRunningLoop,
  type Suspension,
  sleep,
  TimeoutError,
  timeout,
} from '@acoro/core'
import { WaitQueue } from '@acoro/core/lowlevel'
import {
  type Explored,
  type ExploreOptions,
  explore,
  fault,
  mayCancel,
  OrderError,
  replay,
  VirtualLoop,
} from '@acoro/testing'
import { describe, expect, it } from 'vitest'

function failureOf(run: () => unknown): OrderError {
  try {
    run()
  } catch (error) {
    if (error instanceof OrderError) return error
    throw error
  }
  throw new Error('nothing was found')
}

type Steps = Generator<Suspension, string, unknown>

/** All that `main` returns under any order, each once, sorted. */
function outcomesOf(main: Explored<string>, options: ExploreOptions = {}) {
  const seen = new Set<string>()
  const exploration = explore({ strategy: 'dfs', ...options }, function* () {
    seen.add(yield* main())
  })
  return { ...exploration, outcomes: [...seen].sort() }
}

describe('callbacks', () => {
  const main = function* (): Steps {
    const loop = getRunningLoop()
    let log = ''
    const say = coroutine(function* say(word: string) {
      log += word
    })
    createTask(say('t'))
    loop.callSoon(() => {
      log += '1'
    })
    loop.callSoon(() => {
      log += '2'
    })
    yield* sleep(1)
    return log
  }

  it('come at any moment among the tasks, and keep their order', () => {
    expect(outcomesOf(main)).toMatchObject({
      outcomes: ['12t', '1t2', 't12'],
      complete: true,
      notVaried: ['the order of callbacks among themselves'],
    })
  })
})

describe('a timeout', () => {
  it('strikes before its body ends, or after it, or when it was woken and has not run', () => {
    const outcome = function* (): Steps {
      const queue = new WaitQueue<void>()
      getRunningLoop().callLater(10, () => void queue.wakeOne())
      try {
        yield* timeout(12, function* () {
          yield* queue.park()
        })
        return 'woken'
      } catch (error) {
        // The wake-up goes back to the queue, which has nobody to hand it to.
        return error instanceof TimeoutError ? `late, ${queue.size} waiting` : 'failed'
      }
    }
    expect(outcomesOf(outcome).outcomes).toEqual(['late, 0 waiting', 'woken'])
  })

  it('of a loop that was busy cancels a task that has what it waited for', () => {
    // Naive: it counts on running after it was woken.
    const main = function* () {
      let free = 0
      const waiting = new WaitQueue<void>({ onReturned: () => {} })
      const take = coroutine(function* take() {
        if (free === 0) yield* waiting.park()
        else free--
      })
      getRunningLoop().callLater(10, () => {
        if (!waiting.wakeOne()) free++
      })
      try {
        yield* timeout(12, take())
      } catch (error) {
        if (!(error instanceof TimeoutError)) throw error
        yield* sleep(50)
        if (free !== 1) throw new Error('the permit was lost')
      }
    }
    const { cause, trace, simplest } = failureOf(() => explore({ strategy: 'fewest' }, main))
    expect((cause as Error).message).toBe('the permit was lost')
    expect(simplest).toBe('w2/3')
    expect(trace.join('\n')).toContain('a timer of 10 ms together with a timer of 12 ms')
    expect(() => explore({ lateness: 1 }, main)).not.toThrow()
  })
})

describe('fault()', () => {
  const transfer = (error?: unknown) =>
    function* transfer() {
      const rows: string[] = []
      try {
        fault('insert debit', error)
        rows.push('debit')
        yield* sleep(1)
        fault('insert credit', error)
        rows.push('credit')
      } catch (thrown) {
        if (error !== undefined && thrown !== error) throw new Error('another error')
      }
      if (rows.length === 1) throw new Error(`half a transfer: ${rows}`)
    }

  it('is found by each strategy, and named in the report', () => {
    for (const strategy of ['portfolio', 'fewest', 'random', 'pct', 'dfs'] as const) {
      const { simplest, trace } = failureOf(() => explore({ strategy }, transfer()))
      expect(simplest).toBe('1f1/2')
      expect(trace.filter((line) => line.startsWith('>'))).toEqual([
        expect.stringMatching(/^> 1 ms {2}fault\('insert credit'\) throws +instead of nothing$/),
      ])
    }
  })

  it('throws what it is given', () => {
    expect(() => explore({}, transfer(new RangeError('disk full')))).toThrow(/half a transfer/)
    expect(() =>
      explore({ strategy: 'fewest' }, function* () {
        fault('db', new RangeError('disk full'))
      }),
    ).toThrow(/RangeError: disk full/)
  })

  it('does nothing outside of an exploration', () => {
    expect(() => fault('db')).not.toThrow()
    expect(() => new VirtualLoop().runSync(transfer())).not.toThrow()
    expect(replay('', transfer())).toBeUndefined()
  })

  it('is found in plain async code', async () => {
    const main = async () => {
      await new Promise((resolve) => setTimeout(resolve, 5))
      fault('disk')
    }
    await expect(explore({}, main)).rejects.toThrow(/Error: fault at disk/)
    await expect(replay('f1/2', main)).rejects.toThrow('fault at disk')
  })

  it('refuses what is no name', () => {
    expect(() => fault('')).toThrow('Expected the name of a place that may fail, got the string ""')
    expect(() => fault(undefined as never)).toThrow(TypeError)
  })
})

describe('mayCancel()', () => {
  const main = function* main() {
    let free = 1
    const use = coroutine(function* use() {
      yield* sleep(5)
      free--
      yield* sleep(5)
      free++
    })
    const using = createTask(use(), { name: 'user' })
    mayCancel(using, 'enough')
    yield* gather([using], { returnExceptions: true })
    if (free !== 1) throw new Error('a permit was lost')
  }

  it('cancels the task at any moment of its life', () => {
    for (const strategy of ['portfolio', 'fewest', 'random', 'pct', 'dfs'] as const) {
      const { trace, simplest } = failureOf(() => explore({ strategy }, main))
      expect(trace.some((line) => /^> 10 ms +user is cancelled/.test(line))).toBe(true)
      expect(() => replay(simplest, main)).toThrow('a permit was lost')
    }
  })

  it('does nothing outside of an exploration, and refuses what is no task', () => {
    expect(new VirtualLoop().runSync(main)).toBeUndefined()
    expect(() => mayCancel({} as never)).toThrow('Expected a task, got an object')
    expect(() =>
      new VirtualLoop().runSync(function* () {
        mayCancel(createTask(sleep(1)), 5 as never)
      }),
    ).toThrow('Expected the message of a cancellation, a string, got the number 5')
  })
})

describe('random numbers', () => {
  const rare = function* rare() {
    yield* sleep(1)
    if (Math.random() < 0.05) throw new Error('a rare number')
  }

  it('of the platform and of the loop are the same for each order, and differ between orders', () => {
    const drawn: string[] = []
    const draw = function* () {
      const bytes = crypto.getRandomValues(new Uint16Array(2))
      const loop = getRunningLoop() as VirtualLoop
      drawn.push(`${Math.random()} ${crypto.randomUUID()} ${bytes} ${loop.random()}`)
    }
    explore({ runs: 3, strategy: 'random' }, draw)
    // The first run is done three times, to check that it is the same twice.
    expect(drawn).toHaveLength(5)
    expect(new Set(drawn).size).toBe(3)
    replay(1, draw)
    expect(drawn.at(-1)).toBe(drawn[0])
    expect(drawn[0]).toMatch(
      /^0\.\d+ [\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12} \d+,\d+ 0\.\d+$/,
    )
  })

  it('belong to the order that is reported, and are named if they were not all tried', () => {
    const { simplest } = failureOf(() => explore({}, rare))
    expect(simplest).toMatch(/^r\d+$/)
    expect(() => replay(simplest, rare)).toThrow('a rare number')
    expect(explore({ strategy: 'fewest' }, rare)).toMatchObject({ runs: 1, notVaried: ['random numbers'] })
  })

  it('are those of the platform again afterwards', () => {
    const { random } = Math
    const own = Object.getOwnPropertyNames(crypto)
    expect(() => explore({}, rare)).toThrow(OrderError)
    expect(Math.random).toBe(random)
    expect(Object.getOwnPropertyNames(crypto)).toEqual(own)
  })

  it('of a loop that nobody explores follow from the number of calls', () => {
    const [one, other] = [new VirtualLoop(), new VirtualLoop()]
    expect([one.random(), one.random()]).toEqual([other.random(), other.random()])
  })
})
