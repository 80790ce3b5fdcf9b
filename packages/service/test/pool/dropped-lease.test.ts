// only on exceptBun: it collects garbage, and JavaScriptCore keeps what may still lie on the stack

import { createTask, run, type Suspension, sleep } from '@acoro/core'
import { Pool } from '@acoro/service'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { collectGarbage } from '../../../../scripts/runtimes/garbage.ts'

const emitted = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
beforeEach(() => void emitted.mockClear())
afterEach(() => void emitted.mockClear())

/** What is told of dropped leases, after collections. */
async function told(least = 0): Promise<string[]> {
  // A lease is collected first, and its task later; finalizers run in a turn of the host.
  for (let turn = 0; turn < 50 && (emitted.mock.calls.length < least || turn < 4); turn++) {
    collectGarbage()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return emitted.mock.calls.map(([warning]) => String(warning))
}

/** Runs `body` in a task that ends and is held by nobody. */
function inTask(body: () => Generator<Suspension, unknown>) {
  return run(function* main() {
    yield* createTask(body())
  })
}

function* connect() {
  return { query: () => 1 }
}

const makePool = () => new Pool({ create: connect, max: 1, name: 'connections' })

test('a lease that is dropped by a task that ended is told, with its pool, its line and the cure', async () => {
  const pool = makePool()
  await inTask(function* careless() {
    yield* pool.acquire()
  })
  const [first, ...more] = await told(1)
  expect(more).toEqual([])
  expect(first).toMatch(
    /^DroppedPermitWarning: a lease of <Pool connections \[1 lent, 0 idle, waiting:0\]> was dropped by a task that has ended, and its resource is still lent: keep it and release it, as in `using lease = yield\* pool\.acquire\(\)`\. It was taken\n +at careless .*dropped-lease\.test\.ts:\d+/,
  )
})

test('not if it was released, by itself, by `using` or by use(), nor if it was discarded', async () => {
  await inTask(function* careful() {
    const pool = makePool()
    ;(yield* pool.acquire()).release()
    {
      using _lease = yield* pool.acquire()
    }
    yield* pool.use(({ query }) => sleep(1, query()))
    ;(yield* pool.acquire()).discard()
    yield* pool.close()
  })
  expect(await told()).toEqual([])
})

test('the lease that a task receives ends, discards and is taken away as the one that the pool keeps', async () => {
  const destroyed: number[] = []
  let made = 0
  await run(function* main() {
    const pool = new Pool({
      *create() {
        return ++made
      },
      *destroy(value) {
        destroyed.push(value)
      },
      max: 1,
    })
    const first = yield* pool.acquire()
    const second = pool.tryAcquire()
    expect([first.value, first.released, second]).toEqual([1, false, undefined])
    first.release()
    first.release()
    expect(first.released).toBe(true)
    expect(() => first.value).toThrow('Expected a lease that is held, got one that is over')
    expect(() => first.discard()).toThrow('discard() before release()')
    const again = yield* pool.acquire()
    expect(again.value).toBe(1)
    again.discard()
    again.discard()
    expect(pool.statistics().lent).toBe(0)
    const held = yield* pool.acquire()
    yield* pool.close({ grace: 1 })
    expect([held.released, pool.statistics().lent]).toEqual([true, 0])
    expect(() => held.value).toThrow('Expected a lease that is held, got one that is over')
    held.discard()
    held.release()
  })
  expect(destroyed).toEqual([1, 2])
})
