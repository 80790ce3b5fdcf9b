import { InlineExecutor, type Suspension } from '@acoro/core'
import { WaitQueue } from '@acoro/core/lowlevel'
import {
  executorSuite,
  lockSuite,
  queueSuite,
  type SuiteCase,
  type SuiteLock,
  type SuiteQueue,
} from '@acoro/testing/suites'
import { describe, expect, it } from 'vitest'

/** The names of the cases that fail. */
async function failing(cases: SuiteCase[]): Promise<string[]> {
  const names: string[] = []
  for (const { name, run } of cases) {
    try {
      await run()
    } catch {
      names.push(name)
    }
  }
  return names
}

/** A correct lock, unless `flaw` names a mistake. */
class Lock implements SuiteLock {
  #held = false
  readonly #flaw: 'lets all in' | 'loses wake-ups' | 'last come, first served' | undefined
  readonly #waiting: WaitQueue[] = []

  constructor(flaw?: 'lets all in' | 'loses wake-ups' | 'last come, first served') {
    this.#flaw = flaw
  }

  *acquire(): Generator<Suspension, void, unknown> {
    if (!this.#held || this.#flaw === 'lets all in') {
      this.#held = true
      return
    }
    const onReturned = () => {
      if (this.#flaw !== 'loses wake-ups') this.release()
    }
    const place = new WaitQueue({ onReturned })
    this.#waiting.push(place)
    yield* place.park()
  }

  release(): void {
    const next = () =>
      this.#flaw === 'last come, first served' ? this.#waiting.pop() : this.#waiting.shift()
    for (let place = next(); place !== undefined; place = next()) if (place.wakeOne()) return
    this.#held = false
  }

  locked(): boolean {
    return this.#held
  }
}

type QueueFlaw = 'has no bounds' | 'loses items' | 'last in, first out'

class Queue implements SuiteQueue {
  readonly #items: number[] = []
  readonly #room = new WaitQueue()
  readonly #arrivals: WaitQueue
  readonly #capacity: number
  readonly #flaw: QueueFlaw | undefined

  constructor(capacity: number, flaw?: QueueFlaw) {
    this.#capacity = capacity
    this.#flaw = flaw
    this.#arrivals = new WaitQueue(flaw === 'loses items' ? { onReturned: () => {} } : {})
  }

  *put(item: number): Generator<Suspension, void, unknown> {
    while (this.#items.length >= this.#capacity && this.#flaw !== 'has no bounds') yield* this.#room.park()
    this.#items.push(item)
    this.#arrivals.wakeOne()
  }

  *get(): Generator<Suspension, number, unknown> {
    while (this.#items.length === 0) yield* this.#arrivals.park()
    const item = this.#flaw === 'last in, first out' ? this.#items.pop() : this.#items.shift()
    this.#room.wakeOne()
    return item as number
  }
}

describe('a lock by the book', () => {
  for (const { name, run } of lockSuite(() => new Lock())) it(name, run)
})

describe('a queue by the book', () => {
  for (const { name, run } of queueSuite((capacity) => new Queue(capacity))) it(name, run)
})

describe("core's inline executor", () => {
  const functions = {
    add: (a: number, b: number) => a + b,
    fail: (message: string): never => {
      throw new RangeError(message)
    },
  }
  const cases = executorSuite((loop) => ({ executor: new InlineExecutor(loop), ...functions }))
  for (const { name, run } of cases) it(name, run)
})

describe('the suites notice', () => {
  it('a lock that lets all in', async () => {
    expect(await failing(lockSuite(() => new Lock('lets all in')))).toContain(
      'is held by one task at a time, first come, first served',
    )
  })

  it('a lock that loses the wake-up of a cancelled waiter, and only there', async () => {
    expect(await failing(lockSuite(() => new Lock('loses wake-ups')))).toEqual([
      'is lost to nobody, whenever one who uses it is cancelled',
    ])
  })

  it('a lock that serves the last first', async () => {
    expect(await failing(lockSuite(() => new Lock('last come, first served')))).toContain(
      'is held by one task at a time, first come, first served',
    )
  })

  it('a queue without bounds', async () => {
    expect(await failing(queueSuite((capacity) => new Queue(capacity, 'has no bounds')))).toContain(
      'holds back those who put when it is full',
    )
  })

  it('a queue that lets a getter sleep beside an item', async () => {
    expect(await failing(queueSuite((capacity) => new Queue(capacity, 'loses items')))).toContain(
      'loses no item, whenever one who waits for it is cancelled',
    )
  })

  it('a queue out of order', async () => {
    expect(await failing(queueSuite((capacity) => new Queue(capacity, 'last in, first out')))).toContain(
      'gives what was put, first in, first out',
    )
  })

  it('an executor that forgets its arguments', async () => {
    const cases = executorSuite((loop) => ({
      executor: new InlineExecutor(loop),
      add: () => 0,
      fail: (): never => {
        throw new Error('other')
      },
    }))
    expect(await failing(cases)).toHaveLength(4)
  })
})
