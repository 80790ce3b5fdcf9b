import {
  type Coroutine,
  coroutine,
  createTask,
  gather,
  getRunningLoop,
  sleep,
  TimeoutError,
  timeout,
} from '@acoro/core'
import { WaitQueue } from '@acoro/core/lowlevel'
import { explore, mayCancel, OrderError, replay } from '@acoro/testing'
import { expect, it } from 'vitest'

// The two bugs of the gallery that need a cancel: promises have none, so they are not among the races of
// plain code.

/** A task is given the permit, and its timeout strikes before it runs. */
const permit = (ms: number, givesBack: boolean) =>
  coroutine(function* pool() {
    let free = 0
    const waiting = new WaitQueue<void>({ onReturned: () => void (givesBack && free++) })
    getRunningLoop().callLater(ms, () => void (waiting.wakeOne() || free++))
    try {
      yield* timeout(ms + 2, () => waiting.park())
    } catch (error) {
      if (!(error instanceof TimeoutError)) throw error
      yield* sleep(50)
      if (free !== 1) throw new Error('the permit is lost')
    }
  })

/** A job is cancelled between taking and giving back. */
const connection = (ms: number, cleansUp: boolean) => {
  const racy = coroutine(function* use(pool: { free: number }) {
    pool.free--
    yield* sleep(ms)
    pool.free++
  })
  const cured = coroutine(function* use(pool: { free: number }) {
    pool.free--
    try {
      yield* sleep(ms)
    } finally {
      pool.free++
    }
  })
  return coroutine(function* work() {
    const pool = { free: 1 }
    const job = createTask(cleansUp ? cured(pool) : racy(pool), { name: 'job' })
    mayCancel(job)
    yield* gather([job], { returnExceptions: true })
    if (pool.free !== 1) throw new Error('a connection leaked')
  })
}

type Make = (ms: number, isCured: boolean) => () => Coroutine<void>

function failing(main: () => Coroutine<void>): OrderError | undefined {
  try {
    explore({ page: false, runs: 1000 }, main)
  } catch (error) {
    if (error instanceof OrderError) return error
    throw error
  }
}

it.each<[string, number, Make, string]>([
  // A wait of 0 ms is never late, so it ends before every timeout.
  ['a permit that is lost in a timeout', 10, permit, 'the permit is lost'],
  ['a cancel that leaves a mess', 0, connection, 'a connection leaked'],
  ['a cancel that leaves a mess', 10, connection, 'a connection leaked'],
])(
  '%s, after %d ms: is found, shrunk to the least, and comes again each time; its cure holds',
  (_name, ms, make, message) => {
    const main = make(ms, false)
    const { simplest, isLeast } = failing(main) as OrderError
    expect(isLeast).toBe(true)
    for (let n = 0; n < 20; n++) expect(() => replay(simplest, main)).toThrow(message)
    expect(failing(make(ms, true))).toBeUndefined()
  },
)
