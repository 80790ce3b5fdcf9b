/** Ten calls at a time for each of many keys, which share their work; and calls whose value is kept. */

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
        return gather(numbers(KEYS * CALLERS).map((index) => load(index % KEYS)))
      }),
    'p-memoize': () => {
      const load = pMemoize(promisedTurn, { cache: false })
      return Promise.all(numbers(KEYS * CALLERS).map((index) => load(index % KEYS)))
    },
  },
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
