/**
 * The mood of the news. The source is down for hours at times, so it is not asked while it fails, and the
 * last mood serves for an hour. Reading the news is work for another thread.
 */

import { coroutine, toThread } from '@acoro/core'
import { workerFunction } from '@acoro/executors'
import { CircuitBreaker, exponential, memoize, retry } from '@acoro/service'
import { get, isTransient } from '../http/get.ts'
import type { Place } from '../http/head.ts'
import { moodOf } from './mood.ts'

const MINUTE = 60_000
const reading = workerFunction(new URL('./mood.ts', import.meta.url), moodOf)

export function moodFrom(place: Place) {
  const openFor = exponential({ first: 10_000, max: 5 * MINUTE })
  const breaker = new CircuitBreaker({ name: 'news', minimum: 4, openFor, isFailure: isTransient })
  const read = coroutine(function* mood(city: string) {
    const call = () => breaker.call(() => get(place, `/news/${city}`))
    const options = {
      attempts: 2,
      timeout: 3000,
      retryIf: isTransient,
      maxRetryAfter: 1000,
      name: `news of ${city}`,
    }
    return yield* toThread(reading, yield* retry(call, options))
  })
  return memoize(read, { ttl: 5 * MINUTE, staleWhileRevalidate: 60 * MINUTE })
}
