/**
 * 50,000 tasks through 10 permits, each waiting one turn inside; and 50,000 items, 10 at a time.
 *
 * Effect is missing in the first: 50,000 fibers that wait for its semaphore were not done after a minute.
 */

import { coroutine, createTask, run } from '@acoro/core'
import { mapConcurrent, Semaphore } from '@acoro/sync'
import { Semaphore as AsyncMutexSemaphore } from 'async-mutex'
import { Effect } from 'effect'
import pLimit from 'p-limit'
import type { Workload } from '../harness/compared.ts'
import { PromiseSemaphore } from './promises.ts'

const TASKS = 50_000
const PERMITS = 10
const numbers = Array.from({ length: TASKS }, (_, index) => index)

const visit = coroutine(function* visit(semaphore: Semaphore) {
  const permit = yield* semaphore.acquire()
  try {
    yield undefined
  } finally {
    permit.release()
  }
})

const turn = coroutine(function* turn() {
  yield undefined
})

export const contended: Workload = {
  name: `50,000 tasks through ${PERMITS} permits`,
  unit: 'task',
  units: TASKS,
  variants: {
    acoro: () =>
      run(function* main() {
        const semaphore = new Semaphore(PERMITS)
        const tasks = numbers.map(() => createTask(visit(semaphore)))
        for (const task of tasks) yield* task
      }),
    promises: async () => {
      const semaphore = new PromiseSemaphore(PERMITS)
      await Promise.all(
        numbers.map(async () => {
          await semaphore.acquire()
          try {
            await null
          } finally {
            semaphore.release()
          }
        }),
      )
    },
    'async-mutex': async () => {
      const semaphore = new AsyncMutexSemaphore(PERMITS)
      await Promise.all(
        numbers.map(async () => {
          const [, release] = await semaphore.acquire()
          try {
            await null
          } finally {
            release()
          }
        }),
      )
    },
  },
}

export const mapped: Workload = {
  name: `50,000 items, ${PERMITS} at a time`,
  unit: 'item',
  units: TASKS,
  variants: {
    acoro: () =>
      run(function* main() {
        return yield* mapConcurrent(numbers, turn, { limit: PERMITS })
      }),
    // No task an item, as all others have: ten loops over one index.
    'promises, ten loops': async () => {
      let next = 0
      const results = new Array<null>(TASKS)
      const worker = async (): Promise<void> => {
        while (next < TASKS) results[next++] = await null
      }
      await Promise.all(Array.from({ length: PERMITS }, worker))
    },
    'p-limit': async () => {
      const limit = pLimit(PERMITS)
      await Promise.all(
        numbers.map(() =>
          limit(async () => {
            await null
          }),
        ),
      )
    },
    effect: () => Effect.runPromise(Effect.forEach(numbers, () => Effect.yieldNow, { concurrency: PERMITS })),
  },
}
