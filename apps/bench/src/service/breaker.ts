/** A circuit that stays closed: what it costs each call to be counted. */

import { run } from '@acoro/core'
import { CircuitBreaker } from '@acoro/service'
import { circuitBreaker, handleAll, SamplingBreaker } from 'cockatiel'
import type { Workload } from '../harness/compared.ts'
import { promisedTurn, turn } from './turn.ts'

const CALLS = 50_000

export const breaker: Workload = {
  name: 'circuit breaker, closed',
  unit: 'call',
  units: CALLS,
  variants: {
    acoro: () =>
      run(function* main() {
        const breaker = new CircuitBreaker()
        for (let index = 0; index < CALLS; index++) yield* breaker.call(() => turn(index))
      }),
    cockatiel: async () => {
      const sampling = new SamplingBreaker({ threshold: 0.5, duration: 10_000 })
      const policy = circuitBreaker(handleAll, { halfOpenAfter: 5000, breaker: sampling })
      for (let index = 0; index < CALLS; index++) await policy.execute(() => promisedTurn(index))
    },
  },
}
