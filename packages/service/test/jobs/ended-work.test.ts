// only on node: the generations of V8's heap

/** Jobs and flights come and go: their results are collected while they are young. */

import { type Awaitable, createTask, run, sleep } from '@acoro/core'
import { expect, test } from 'vitest'
import { growthOfOld } from '../../../../scripts/runtimes/generations.ts'
import { JobQueue, singleFlight } from '../../src/index.ts'

const AT_ONCE = 100
const ROUNDS = 200
const RESULT = 1000

function* job() {
  yield* sleep(0)
  return Array.from({ length: RESULT }, (_, index) => index)
}

function* worker(work: (round: number) => Awaitable<unknown>) {
  for (let round = 0; round < ROUNDS; round++) yield* work(round)
}

/** How many bytes of the results get old: they are 160 MB in all. */
async function grown(work: (round: number) => Awaitable<unknown>): Promise<number> {
  return await run(function* main() {
    const workers = Array.from({ length: AT_ONCE }, () => createTask(worker(work)))
    yield* sleep(0)
    const growth = growthOfOld()
    for (const each of workers) yield* each
    return growth()
  })
}

test('what jobs returned does not get old', async () => {
  const jobs = new JobQueue({ concurrency: AT_ONCE / 2 })
  expect(await grown(() => jobs.add(job))).toBeLessThan(15e6)
})

test('what a flight returned does not get old', async () => {
  let calls = 0
  const load = singleFlight((_key: number) => job())
  expect(await grown(() => load(calls++))).toBeLessThan(25e6)
})
