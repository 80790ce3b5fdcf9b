/** Calls that succeed at once, one after the other; and calls that fail twice, many at a time. */

import { type Awaitable, gather, run } from '@acoro/core'
import { retry } from '@acoro/service'
import { ConstantBackoff, retry as cockatielRetry, handleAll } from 'cockatiel'
import pRetry from 'p-retry'
import type { Workload } from '../harness/compared.ts'
import { numbers, promisedTurn, turn } from './turn.ts'

const CALLS = 20_000
const FLAKY = 2000

/** Fails twice of three times. */
function flaky(): () => void {
  let calls = 0
  return () => {
    if (++calls % 3 !== 0) throw new Error('refused')
  }
}

const once: Workload = {
  name: `retry of ${CALLS} calls that succeed`,
  unit: 'call',
  units: CALLS,
  variants: {
    acoro: () =>
      run(function* main() {
        for (let index = 0; index < CALLS; index++) yield* retry(() => turn(index), { attempts: 3 })
      }),
    'p-retry': async () => {
      for (let index = 0; index < CALLS; index++) await pRetry(() => promisedTurn(index), { retries: 2 })
    },
    cockatiel: async () => {
      const policy = cockatielRetry(handleAll, { maxAttempts: 2 })
      for (let index = 0; index < CALLS; index++) await policy.execute(() => promisedTurn(index))
    },
  },
}

const thrice: Workload = {
  name: `retry of ${FLAKY} calls at once that fail twice`,
  unit: 'call',
  units: FLAKY,
  variants: {
    acoro: () =>
      run(() =>
        gather(
          numbers(FLAKY).map((index): Awaitable<number> => {
            const fail = flaky()
            const body = function* () {
              fail()
              return yield* turn(index)
            }
            return retry(body, { attempts: 3, delay: 1 })
          }),
        ),
      ),
    'p-retry': () =>
      Promise.all(
        numbers(FLAKY).map((index) => {
          const fail = flaky()
          const body = async () => {
            fail()
            return promisedTurn(index)
          }
          return pRetry(body, { retries: 2, minTimeout: 1, factor: 1 })
        }),
      ),
    cockatiel: () => Promise.all(numbers(FLAKY).map((index) => cockatiel(index, undefined))),
    // As a RetryError has them: they live until the call has ended.
    'cockatiel, errors kept': () => Promise.all(numbers(FLAKY).map((index) => cockatiel(index, []))),
  },
}

function cockatiel(index: number, errors: Error[] | undefined): Promise<number> {
  const fail = flaky()
  const policy = cockatielRetry(handleAll, { maxAttempts: 2, backoff: new ConstantBackoff(1) })
  if (errors !== undefined) policy.onFailure(({ reason }) => 'error' in reason && errors.push(reason.error))
  return policy.execute(async () => {
    fail()
    return promisedTurn(index)
  })
}

export const retries = [once, thrice] as const
