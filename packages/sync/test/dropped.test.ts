// only on exceptBun: it collects garbage, and JavaScriptCore keeps what may still lie on the stack

import { createTask, run, type Suspension, sleep } from '@acoro/core'
import {
  BoundedSemaphore,
  CapacityLimiter,
  Condition,
  KeyedLock,
  Lock,
  type Permit,
  RLock,
  RwLock,
  Semaphore,
} from '@acoro/sync'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { collectGarbage } from '../../../scripts/runtimes/garbage.ts'

const emitted = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
beforeEach(() => void emitted.mockClear())
afterEach(() => void emitted.mockClear())

const texts = () => emitted.mock.calls.map(([warning]) => String(warning))

/** What is told of dropped permits, after collections. */
async function told(least = 0): Promise<string[]> {
  // A permit is collected first, and its task later; finalizers run in a turn of the host.
  for (let turn = 0; turn < 50 && (texts().length < least || turn < 4); turn++) {
    collectGarbage()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return texts()
}

/** Runs `body` in a task that ends and is held by nobody. */
function inTask(body: () => Generator<Suspension, unknown>) {
  return run(function* main() {
    yield* createTask(body())
  })
}

test('a permit that is dropped by a task that ended is told, with its lock, its line and the cure', async () => {
  const lock = new Lock({ name: 'accounts' })
  await inTask(function* careless() {
    yield* lock.acquire()
  })
  const [first, ...more] = await told(1)
  expect(more).toEqual([])
  expect(first).toMatch(
    /^DroppedPermitWarning: a permit of <Lock accounts \[locked, waiting:0\]> was dropped by a task that has ended, and is still held: keep it and release it, as in `using permit = yield\* lock\.acquire\(\)`\. It was taken\n +at careless .*dropped\.test\.ts:\d+/,
  )
})

test('so is one of a semaphore, after a wait, too, and one of tryAcquire()', async () => {
  const makers = [() => new Semaphore(1, { name: 'pool' }), () => new BoundedSemaphore(1, { name: 'pool' })]
  for (const make of makers) {
    emitted.mockClear()
    const semaphore = make()
    await run(function* main() {
      const first = yield* semaphore.acquire()
      createTask(
        (function* second() {
          yield* semaphore.acquire()
        })(),
      )
      yield* sleep(0)
      first.release()
      yield* sleep(1)
      expect(semaphore.tryAcquire()).toBe(undefined)
    })
    expect((await told(1)).length).toBe(1)
    expect(texts()[0]).toContain(
      `a permit of <${semaphore.constructor.name} pool [locked, waiting:0]> was dropped`,
    )
    const variable = semaphore instanceof BoundedSemaphore ? 'boundedSemaphore' : 'semaphore'
    expect(texts()[0]).toContain(`yield* ${variable}.acquire()`)
  }
  emitted.mockClear()
  const lock = new Lock({ name: 'tried' })
  await inTask(function* trying() {
    lock.tryAcquire()
  })
  expect((await told(1)).length).toBe(1)
})

test('not if it was released, by itself, by `using`, by the lock, by a block, or by a Condition', async () => {
  const locks = [1, 2, 3, 4, 5].map((n) => new Lock({ name: `released ${n}` })) as [
    Lock,
    Lock,
    Lock,
    Lock,
    Lock,
  ]
  await inTask(function* careful() {
    ;(yield* locks[0].acquire()).release()
    {
      using _held = yield* locks[1].acquire()
    }
    yield* locks[2].acquire()
    locks[2].release()
    yield* locks[3].aenter()
    yield* locks[3].aexit()
    const condition = new Condition(locks[4])
    using _permit = yield* condition.acquire()
  })
  expect(await told()).toEqual([])
})

test('not while its task runs, which may release the lock by hand', async () => {
  const lock = new Lock({ name: 'by hand' })
  await run(function* main() {
    yield* lock.acquire()
    for (let turn = 0; turn < 4; turn++) {
      collectGarbage()
      yield* sleep(1)
    }
    expect(texts()).toEqual([])
    lock.release()
  })
  expect(await told()).toEqual([])
})

test('not if another task holds the permit', async () => {
  const [lock, keyed] = [new Lock({ name: 'handed on' }), new KeyedLock<string>({ name: 'keys' })]
  const held: Permit[] = []
  await inTask(function* taking() {
    held.push(yield* lock.acquire(), yield* keyed.acquire('a'))
    held.push(keyed.tryAcquire('b') as Permit)
  })
  expect(await told()).toEqual([])
  for (const permit of held) permit.release()
  expect([lock.locked(), keyed.size]).toEqual([false, 0])
})

test('not if a semaphore is counted by hand, nor if the lock is gone, too', async () => {
  const semaphore = new Semaphore(2, { name: 'counted' })
  await inTask(function* counting() {
    yield* semaphore.acquire()
    yield* semaphore.acquire()
  })
  semaphore.release()
  await inTask(function* short() {
    // eslint-disable-next-line @acoro/no-dropped-permit -- it is dropped with its lock
    yield* new Lock({ name: 'short-lived' }).acquire()
  })
  expect(await told()).toEqual([])
})

test('a watched permit is like any other', async () => {
  const lock = new Lock()
  const semaphore = new Semaphore(5)
  await run(function* main() {
    const permit = yield* lock.acquire()
    expect([permit.released, permit.weight, lock.locked()]).toEqual([false, 1, true])
    lock.release()
    expect([permit.released, lock.locked()]).toEqual([true, false])
    permit.release()
    const next = yield* lock.acquire()
    permit.release()
    expect(lock.locked()).toBe(true)
    next.release()
    expect([next.released, lock.locked()]).toEqual([true, false])
    const three = yield* semaphore.acquire(3)
    expect([three.weight, semaphore.value]).toEqual([3, 2])
    three.release()
    three.release()
    expect([three.released, semaphore.value]).toEqual([true, 5])
  })
})

test('only the first permits of a lock are watched', async () => {
  const lock = new Lock()
  await run(function* main() {
    for (let time = 0; time < 3; time++) (yield* lock.acquire()).release()
  })
  await inTask(function* fourth() {
    yield* lock.acquire()
  })
  expect(await told()).toEqual([])
})

interface Dropping {
  /** Takes and drops, at once or after a wait. */
  drop(): Generator<Suspension, unknown>
  /** Holds it for a turn, so that the other has to wait. */
  hold(): Generator<Suspension, unknown>
  text: string
  cure: string
}

/** Other owners of permits, and what is told of them. */
const others: Record<string, () => Dropping> = {
  'a CapacityLimiter': () => {
    const limiter = new CapacityLimiter(1, { name: 'printers' })
    return {
      drop: () => limiter.acquire() as never,
      *hold() {
        using _token = yield* limiter.acquire()
        yield* sleep(1)
      },
      text: 'a permit of <CapacityLimiter printers [1 of 1 lent, waiting:0]>',
      cure: 'capacityLimiter.acquire()',
    }
  },
  'an RwLock, to read': () => {
    const lock = new RwLock({ name: 'table' })
    return {
      drop: () => lock.read() as never,
      *hold() {
        using _permit = yield* lock.write()
        yield* sleep(1)
      },
      text: 'a permit of <RwLock table [readers:1, waiting:0]>',
      cure: 'rwLock.read()',
    }
  },
  'an RwLock, to write': () => {
    const lock = new RwLock({ name: 'table' })
    return {
      drop: () => lock.write() as never,
      *hold() {
        using _permit = yield* lock.read()
        yield* sleep(1)
      },
      text: 'a permit of <RwLock table [writing, waiting:0]>',
      cure: 'rwLock.write()',
    }
  },
  'an RLock': () => {
    const lock = new RLock({ name: 'again' })
    return {
      drop: () => lock.acquire() as never,
      *hold() {
        using _held = yield* lock.acquire()
        yield* sleep(1)
      },
      text: 'a permit of <RLock again [locked 1 times by careless]>',
      cure: 'rLock.acquire()',
    }
  },
}

for (const [what, make] of Object.entries(others)) {
  test(`a permit of ${what} is told, too, after a wait and without one`, async () => {
    for (const waits of [false, true]) {
      emitted.mockClear()
      const { drop, hold, text, cure } = make()
      await run(function* main() {
        const holding = waits ? createTask(hold()) : undefined
        yield* sleep(0)
        yield* createTask(
          (function* careless() {
            yield* drop()
          })(),
          { name: 'careless' },
        )
        yield* holding ?? sleep(0)
      })
      const [first, ...more] = await told(1)
      expect(more).toEqual([])
      expect(first).toContain(`${text} was dropped by a task that has ended`)
      expect(first).toContain(`as in \`using permit = yield* ${cure}\``)
    }
  })
}

test('nothing is told of a token for another borrower, of a permit that was turned, nor of what was released', async () => {
  const limiter = new CapacityLimiter(5)
  const [rw, re] = [new RwLock(), new RLock()]
  const read: Permit[] = []
  await inTask(function* careful() {
    yield* limiter.acquire('job 1')
    yield* limiter.acquire()
    limiter.release()
    read.push((yield* rw.write()).downgrade())
    yield* re.acquire()
    using _again = yield* re.acquire()
    re.release()
  })
  expect(await told()).toEqual([])
  limiter.release('job 1')
  for (const permit of read) permit.release()
  expect([limiter.borrowedTokens, rw.statistics().readers, re.locked()]).toEqual([0, 0, false])
})

test('a watched permit to write can be turned into one to read, once', async () => {
  const lock = new RwLock()
  await run(function* main() {
    const writing = yield* lock.write()
    const reading = writing.downgrade()
    expect([writing.released, reading.released, lock.statistics().readers]).toEqual([true, false, 1])
    expect(() => writing.downgrade()).toThrow(
      'Expected a permit that is held, to downgrade it, got one that was released',
    )
    writing.release()
    reading.release()
    expect(lock.toString()).toBe('<RwLock [unlocked, waiting:0]>')
  })
})
