import { fromPromise } from '@acoro/compat'
import { type Coroutine, coroutine, throwIfCancelled } from '@acoro/core'
import { Redis } from 'ioredis'
import { UsageError } from '../cli/usage-error.ts'

/**
 * What a crawl needs of Redis beside its queue: that it is there, and that nothing of the crawl stays in it.
 */

/** Throws UsageError if no Redis answers at the address. */
export const checkRedis: (address: string) => Coroutine<void> = coroutine(function* checkRedis(
  address: string,
) {
  const redis = new Redis(address, { lazyConnect: true, retryStrategy: null, maxRetriesPerRequest: 0 })
  let reason = ''
  redis.on('error', (error: Error & { code?: string }) => {
    reason ||= error.message || (error.code ?? error.name)
  })
  try {
    yield* fromPromise(() => redis.ping())
  } catch (error) {
    throwIfCancelled(error)
    const { host } = new URL(address)
    throw new UsageError(`--redis: no Redis answers at ${host}: ${reason || (error as Error).message}`)
  } finally {
    redis.disconnect()
  }
})

export const removeQueue: (address: string, queue: string) => Coroutine<void> = coroutine(
  function* removeQueue(address: string, queue: string) {
    const redis = new Redis(address, { retryStrategy: null })
    redis.on('error', () => {})
    const remove = async (): Promise<void> => {
      for await (const keys of redis.scanStream({ match: `*:${queue}:*`, count: 1000 })) {
        if ((keys as string[]).length > 0) await redis.unlink(keys as string[])
      }
    }
    try {
      yield* fromPromise(() => remove())
    } catch (error) {
      throwIfCancelled(error)
      // Redis has gone: nobody misses these keys.
    } finally {
      redis.disconnect()
    }
  },
)
