/**
 * What a worker costs and what it brings: the round trip of an empty job beside Piscina's own, eight
 * CPU-bound jobs on two workers beside one, and how late the loop's timers are meanwhile. Rounds of both
 * sides alternate, and the best of each are compared: whatever else the machine does can only make a round
 * slower.
 */

import { coroutine, gather, getRunningLoop, run, sleep } from '@acoro/core'
import { ThreadPoolExecutor, workerModule } from '@acoro/executors'
import { Piscina } from 'piscina'

const url = new URL('./work.js', import.meta.url)
const work = workerModule<{ nothing(): void; fibonacci(n: number): number }>(url)

const FIBONACCI = 33
const JOBS = 8

export interface RoundTrip {
  /** µs a job, in the best round. */
  readonly acoro: number
  readonly piscina: number
  readonly ratio: number
}

export async function roundTrip({ rounds = 60, jobs = 500 } = {}): Promise<RoundTrip> {
  const piscina = new Piscina({
    filename: url.href,
    name: 'nothing',
    minThreads: 1,
    maxThreads: 1,
    recordTiming: false,
  })
  await using pool = new ThreadPoolExecutor({ maxWorkers: 1, idleTimeout: Infinity })
  const acoro: number[] = []
  const native: number[] = []
  for (let round = 0; round < rounds; round++) {
    const start = performance.now()
    for (let i = 0; i < jobs; i++) await piscina.run(undefined)
    native.push(performance.now() - start)
    acoro.push(
      await run(function* main() {
        const loop = getRunningLoop()
        yield* loop.runInExecutor(pool, work.nothing)
        const begun = performance.now()
        for (let i = 0; i < jobs; i++) yield* loop.runInExecutor(pool, work.nothing)
        return performance.now() - begun
      }),
    )
  }
  await piscina.destroy()
  const [a, p] = [Math.min(...acoro) / jobs, Math.min(...native) / jobs]
  return { acoro: a * 1000, piscina: p * 1000, ratio: a / p }
}

export interface Lateness {
  readonly median: number
  readonly p99: number
  readonly worst: number
}

export interface Speedup {
  /** ms for all jobs, in the best round. */
  readonly one: number
  readonly two: number
  readonly ratio: number
  /** How late the loop's timers were, in ms: while two workers were busy, and with nothing to do. */
  readonly busy: Lateness
  readonly idle: Lateness
}

export async function speedup({ rounds = 5 } = {}): Promise<Speedup> {
  const one: number[] = []
  const two: number[] = []
  const busy: number[] = []
  const idle: number[] = []
  for (let round = 0; round < rounds; round++) {
    one.push(await allJobs(1, []))
    two.push(await allJobs(2, busy))
    // The machine's own share: what is late here is late without any worker.
    await run(function* main() {
      for (let i = 0; i < 100; i++) yield* tick(idle)
    })
  }
  const [a, b] = [Math.min(...one), Math.min(...two)]
  return { one: a, two: b, ratio: b / a, busy: summary(busy), idle: summary(idle) }
}

function allJobs(maxWorkers: number, late: number[]): Promise<number> {
  return run(function* main() {
    const loop = getRunningLoop()
    const pool = new ThreadPoolExecutor({ maxWorkers, idleTimeout: Infinity })
    // Starting the workers is not what is measured.
    yield* pool.map(work.fibonacci, new Array(maxWorkers).fill(20))
    const begun = loop.time()
    const jobs = gather(
      Array.from({ length: JOBS }, () => loop.runInExecutor(pool, work.fibonacci, FIBONACCI)),
    )
    while (!jobs.done()) yield* tick(late)
    return loop.time() - begun
  })
}

const tick = coroutine(function* tick(late: number[]) {
  const loop = getRunningLoop()
  const when = loop.time() + 5
  yield* sleep(5)
  late.push(loop.time() - when)
})

function summary(late: number[]): Lateness {
  const sorted = late.toSorted((a, b) => a - b)
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
  return { median: at(0.5), p99: at(0.99), worst: at(1) }
}
