/**
 * Ten callers that ask for the same key at the same time, and share the work; and calls whose value is kept.
 */

import { coroutine, gather, run } from '@acoro/core'
import { memoize, singleFlight } from '@acoro/service'
import pMemoize from 'p-memoize'
import type { Workload } from '../harness/compared.ts'
import { numbers, promisedTurn, turn } from './turn.ts'

const KEYS = 2000
const CALLERS = 10
const HITS = 50_000

const shared: Workload = {
  name: `single flight, ${CALLERS} callers a key`,
  unit: 'call',
  units: KEYS * CALLERS,
  variants: {
    acoro: () =>
      run(() => {
        const load = singleFlight(turn)
        const caller = coroutine(function* caller() {
          for (let key = 0; key < KEYS; key++) yield* load(key)
        })
        return gather(numbers(CALLERS).map(() => caller()))
      }),
    'p-memoize': () => {
      const load = pMemoize(promisedTurn, { cache: false })
      const caller = async () => {
        for (let key = 0; key < KEYS; key++) await load(key)
      }
      return Promise.all(numbers(CALLERS).map(caller))
    },
    // As a caller of acoro can: by a cancel, in this turn.
    'p-memoize, to be left': () => {
      const load = pMemoize(promisedTurn, { cache: false })
      const caller = async () => {
        const { signal } = new AbortController()
        for (let key = 0; key < KEYS; key++) await orLeft(load(key), signal)
      }
      return Promise.all(numbers(CALLERS).map(caller))
    },
  },
}

/** The outcome of a promise, or the reason for which its caller has left. */
function orLeft<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = (): void => reject(signal.reason)
    signal.addEventListener('abort', leave)
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave))
  })
}

const kept: Workload = {
  name: 'memoize, values that are kept',
  unit: 'call',
  units: HITS,
  variants: {
    acoro: () => {
      const load = memoize(turn)
      const main = coroutine(function* main() {
        for (let index = 0; index < HITS; index++) yield* load(index % 10)
      })
      return run(main)
    },
    'p-memoize': async () => {
      const load = pMemoize(promisedTurn)
      for (let index = 0; index < HITS; index++) await load(index % 10)
    },
  },
}

export const flights = [shared, kept] as const
