import { coroutine, createTask, gather, getRunningLoop, run, sleep, Task } from '@acoro/core'
import { WaitQueue } from '@acoro/core/lowlevel'
import { type Explored, explore, OrderError, replay, VirtualLoop } from '@acoro/testing'
import { describe, expect, it, vi } from 'vitest'
import { Lock } from './lock.ts'

function failureOf(main: Explored, options = {}): OrderError {
  try {
    explore({ page: false, ...options }, main)
  } catch (error) {
    if (error instanceof OrderError) return error
    throw error
  }
  throw new Error('nothing was found')
}

describe('an error that nobody awaits', () => {
  it('fails the run', () => {
    const main = function* main() {
      let closed = false
      const write = coroutine(function* write() {
        yield* sleep(10)
        if (closed) throw new Error('closed')
      })
      createTask(write())
      yield* sleep(15)
      closed = true
      yield* sleep(30)
    }
    const { cause } = failureOf(main)
    expect((cause as Error).message).toBe('Task exception was never retrieved: Error: closed')
    expect(() => replay('', main)).not.toThrow()
  })

  it('fails no later run', () => {
    let runs = 0
    const main = function* main() {
      const fails = coroutine(function* fails() {
        yield* sleep(1)
        if (runs++ === 0) throw new Error('once')
      })
      createTask(fails())
      yield* sleep(5)
    }
    expect(() => replay('', main)).toThrow(/Task exception was never retrieved: Error: once/)
    expect(() => explore({}, main)).not.toThrow()
  })

  it('is no failure if a task was cancelled, or if its error is asked for late', () => {
    const main = function* main() {
      const fails = coroutine(function* fails() {
        yield* sleep(1)
        throw new Error('known')
      })
      const failing = createTask(fails())
      createTask(sleep(100)).cancel()
      yield* sleep(50)
      if ((failing.exception() as Error).message !== 'known') throw new Error('unknown')
    }
    expect(() => explore({}, main)).not.toThrow()
  })
})

describe('a failure under every order', () => {
  it('is called that', () => {
    const broken = function* broken() {
      yield* gather(sleep(1), sleep(2))
      throw new Error('always')
    }
    expect(failureOf(broken).message).toMatch(
      /^Failed in run 1 of 1000: Error: always\nIt fails under every order of 21 that were tried, so it is hardly a race\n/,
    )
    const single = function* single() {
      throw new Error('at once')
    }
    expect(failureOf(single).message).toContain('\nThere is only one order, so this is no race\n')
  })

  it('is not said of a race that the order of the loop shows, too', () => {
    const main = function* main() {
      let last = ''
      const step = coroutine(function* step(name: string) {
        last = name
      })
      yield* gather(step('a'), step('b'))
      if (last === 'b') throw new Error('b was last')
    }
    expect(failureOf(main).message).toMatch(/^Failed in run 1 of 1000: Error: b was last\nThe same again/)
  })
})

describe('explore and replay', () => {
  it('inside of run() are refused by name', async () => {
    const main = function* main() {}
    await expect(
      run(function* () {
        explore({}, main)
      }),
    ).rejects.toThrow(
      'explore() cannot be called while a loop runs, as in run() or in another explore(): it runs the program on loops of its own. Call it from the test itself',
    )
    expect(() =>
      explore({}, function* () {
        replay('', main)
      }),
    ).toThrow(/replay\(\) cannot be called while a loop runs/)
  })
})

describe('a deadlock beside a heartbeat', () => {
  const heartbeat = coroutine(function* heartbeat() {
    for (;;) yield* sleep(100)
  })

  it('is found if tasks wait for one another in a circle', () => {
    const main = function* main() {
      const [a, b] = [new Lock({ name: 'a' }), new Lock({ name: 'b' })]
      createTask(heartbeat(), { name: 'heartbeat' })
      const use = coroutine(function* use(first: Lock, second: Lock) {
        using _ = yield* first.acquire()
        yield* sleep(1)
        using __ = yield* second.acquire()
      })
      yield* gather(createTask(use(a, b), { name: 'one' }), createTask(use(b, a), { name: 'other' }))
    }
    expect(() => new VirtualLoop({ stepLimit: 20_000 }).runSync(main)).toThrow(
      /^deadlock at \d+ ms: 3 tasks wait for what only they could bring, so nothing will finish\n[\s\S]*in a circle: 'one' → 'other' → 'one'/,
    )
  })

  it('is found if a task waits for what only it could bring', () => {
    const main = function* main() {
      createTask(heartbeat())
      const lock = new Lock({ name: 'own' })
      yield* lock.acquire()
      yield* lock.acquire()
    }
    expect(() => new VirtualLoop().runSync(main)).toThrow(/^deadlock at \d+ ms: 1 task waits for what only/)
  })

  it('is found by explore, in plain async code, too', async () => {
    const main = function* main() {
      const [a, b] = [new Lock({ name: 'a' }), new Lock({ name: 'b' })]
      createTask(heartbeat())
      const use = coroutine(function* use(first: Lock, second: Lock, wait: number) {
        yield* sleep(wait)
        using _ = yield* first.acquire()
        yield* sleep(1)
        using __ = yield* second.acquire()
      })
      yield* gather(use(a, b, 0), use(b, a, 10))
    }
    const { cause, simplest } = failureOf(main, { stepLimit: 20_000 })
    expect((cause as Error).name).toBe('DeadlockError')
    expect(simplest.split('.')).toHaveLength(1)
  })

  it('is none if a timeout ends it, or a task that has an eye on the others', () => {
    const circle = (patience: number) =>
      function* main() {
        const lock = new Lock({ name: 'a' })
        const holder = createTask(
          (function* () {
            using _ = yield* lock.acquire()
            yield* lock.acquire()
          })(),
        )
        createTask(heartbeat())
        for (let waited = 0; waited < patience; waited += 10) yield* sleep(10)
        holder.cancel()
        yield* gather([holder], { returnExceptions: true })
      }
    expect(() => new VirtualLoop().runSync(circle(5000))).not.toThrow()
  })

  it('is none while somebody else may end the wait', () => {
    const main = function* main() {
      const queue = new WaitQueue<void>()
      createTask(heartbeat())
      getRunningLoop().callLater(10_000_000, () => void queue.wakeOne())
      yield* queue.park()
    }
    expect(() => new VirtualLoop().runSync(main)).not.toThrow()
  })
})

describe('the limit of steps', () => {
  it('means steps', () => {
    let steps = 0
    const spin = function* spin() {
      for (;;) {
        steps++
        yield* sleep(0)
      }
    }
    expect(() => new VirtualLoop({ stepLimit: 100 }).runSync(spin)).toThrow(/^Not done after 100 steps/)
    expect(steps).toBe(100)
  })

  it('counts those that a program of that length needs', () => {
    const main = function* main() {
      for (let n = 1; n < 100; n++) yield* sleep(0)
      return 'done'
    }
    const loop = new VirtualLoop({ stepLimit: 102 })
    expect(loop.runSync(main)).toBe('done')
  })

  it('names what each task waits for, and who holds it', () => {
    const main = function* main() {
      const lock = new Lock({ name: 'file' })
      createTask(
        (function* () {
          using _ = yield* lock.acquire()
          for (;;) yield* sleep(0)
        })(),
        { name: 'busy' },
      )
      yield* sleep(0)
      yield* lock.acquire()
    }
    expect(() => new VirtualLoop({ stepLimit: 500 }).runSync(main)).toThrow(
      /^Not done after 500 steps, at 0 ms\. Ready to run again:\n[\s\S]*busy[\s\S]*Not done:\n {2}'Task-\d+' waits for Lock\.acquire on file \(held by busy/,
    )
  })

  it('is 100,000 in explorations, unless the program asks for another', () => {
    const spin = function* spin() {
      for (;;) yield* sleep(0)
    }
    expect(() => replay('', spin)).toThrow(
      /^Not done after 100000 steps[\s\S]*If that many are right, raise the limit by the option stepLimit$/,
    )
    expect(() => replay('', spin, { stepLimit: 50 })).toThrow(/^Not done after 50 steps/)
  })

  it('is reached in few runs, and only steps that are shown are asked for their places', () => {
    let steps = 0
    const spin = coroutine(function* spin() {
      for (;;) {
        steps++
        yield* sleep(0)
      }
    })
    const main = function* main() {
      yield* gather(spin(), spin(), spin())
    }
    const getStack = vi.spyOn(Task.prototype, 'getStack')
    try {
      expect(failureOf(main, { stepLimit: 20_000 }).message).toMatch(/… and \d+ steps more$/)
      expect(getStack.mock.calls.length).toBeLessThan(2100)
    } finally {
      getStack.mockRestore()
    }
    // Found, done twice to compare, once without choices, once for the report, and 100,000 under other
    // orders.
    expect(steps).toBeLessThanOrEqual(5 * 20_000 + 120_000)
  })
})
