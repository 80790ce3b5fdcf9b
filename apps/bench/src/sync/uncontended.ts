/**
 * Taking and releasing a semaphore that is free: what a lock costs where nobody waits. With `try` and
 * `finally` in all, because `using` is compiled to a helper that costs more than any of them.
 */

import { run } from '@acoro/core'
import { Lock, Semaphore } from '@acoro/sync'
import { Semaphore as AsyncMutexSemaphore, Mutex } from 'async-mutex'
import { Effect, Semaphore as EffectSemaphore } from 'effect'
import pLimit from 'p-limit'
import type { Workload } from '../harness/compared.ts'
import { PromiseSemaphore } from './promises.ts'

const ROUNDS = 100_000

export const uncontended: Workload = {
  name: 'acquire and release, uncontended',
  unit: 'acquisition',
  units: ROUNDS,
  variants: {
    acoro: () =>
      run(function* main() {
        const semaphore = new Semaphore(1)
        for (let i = 0; i < ROUNDS; i++) {
          const permit = yield* semaphore.acquire()
          try {
          } finally {
            permit.release()
          }
        }
      }),
    'acoro Lock': () =>
      run(function* main() {
        const lock = new Lock()
        for (let i = 0; i < ROUNDS; i++) {
          const held = yield* lock.acquire()
          try {
          } finally {
            held.release()
          }
        }
      }),
    promises: async () => {
      const semaphore = new PromiseSemaphore(1)
      for (let i = 0; i < ROUNDS; i++) {
        await semaphore.acquire()
        try {
        } finally {
          semaphore.release()
        }
      }
    },
    'async-mutex': async () => {
      const semaphore = new AsyncMutexSemaphore(1)
      for (let i = 0; i < ROUNDS; i++) {
        const [, release] = await semaphore.acquire()
        try {
        } finally {
          release()
        }
      }
    },
    'async-mutex Mutex': async () => {
      const mutex = new Mutex()
      for (let i = 0; i < ROUNDS; i++) {
        const release = await mutex.acquire()
        try {
        } finally {
          release()
        }
      }
    },
    'p-limit': async () => {
      const limit = pLimit(1)
      for (let i = 0; i < ROUNDS; i++) await limit(nothing)
    },
    effect: () =>
      Effect.runPromise(
        Effect.gen(function* () {
          const semaphore = yield* EffectSemaphore.make(1)
          const guarded = semaphore.withPermits(1)(Effect.void)
          for (let i = 0; i < ROUNDS; i++) yield* guarded
        }),
      ),
  },
}

async function nothing(): Promise<void> {}
