/**
 * The weather, over HTTP. The source allows five requests a second. When it is busy, it answers 503 and says
 * when to come back. Now and then it does not answer at all.
 */

import { coroutine } from '@acoro/core'
import { RetryBudget, retry } from '@acoro/service'
import { RateLimiter } from '@acoro/sync'
import { get, isTransient } from '../http/get.ts'
import type { Place } from '../http/head.ts'

export interface Weather {
  readonly sky: string
  /** In °C. */
  readonly temperature: number
}

export function weatherOf(place: Place) {
  const limit = new RateLimiter({ limit: 5, interval: 1000, strict: true, name: 'weather' })
  const budget = new RetryBudget({ refund: 0.5 })
  return coroutine(function* weather(city: string) {
    const attempt = function* () {
      yield* limit.acquire()
      return yield* get(place, `/weather/${city}`)
    }
    const options = {
      timeout: 2000,
      maxElapsed: 20_000,
      retryIf: isTransient,
      budget,
      name: `weather of ${city}`,
    }
    return JSON.parse(yield* retry(attempt, options)) as Weather
  })
}
