import { coroutine } from '@acoro/core'
import { aes, DistributedRateLimiter, defineJobs, hmac } from '@acoro/distributed'
import { Redis } from 'ioredis'
import { ask, read } from '../crawl/ask.ts'
import type { Fetcher } from '../fetch/fetcher.ts'
import { httpFetcher } from '../fetch/http-fetcher.ts'
import type { Answered, Order } from './order.ts'

/**
 * What the processes of a crawl do for one another: one request, and reading the page that comes.
 *
 * Each process takes its turn at a host from Redis, so the pause between two requests holds for all of them.
 * Orders may hold headers with passwords. So they are signed and encrypted, with a secret that the processes
 * share.
 */

/** A page of 2 MB can hold many links. */
const MOST_BYTES = 16 * 1024 * 1024

/** The profile of the locks of a crawl: a request may be made twice, so a dead worker is noticed soon. */
export const LOCKS = { lock: 4000, renew: 1000, check: 500 }

export function makeJobs(address: string, secret: string) {
  let redis: Redis | undefined
  const turnAt = (host: string, interval: number): DistributedRateLimiter => {
    redis ??= new Redis(address)
    // A host may have a port, and «:» separates the parts of a key.
    return new DistributedRateLimiter(redis, encodeURIComponent(host), { limit: 1, interval })
  }
  const fetchers = new Map<string, Fetcher>()
  const fetcherFor = (manner: Order['manner']): Fetcher => {
    const key = JSON.stringify(manner)
    const fetcher = fetchers.get(key) ?? httpFetcher(manner)
    fetchers.set(key, fetcher)
    return fetcher
  }
  const visit = coroutine(function* visit({ url, inside, pause, manner }: Order) {
    if (pause > 0) yield* turnAt(new URL(url).host, pause).acquire()
    const { received, ...rest } = yield* ask(fetcherFor(manner), url, inside, manner)
    return { received: yield* read(received), ...rest } satisfies Answered
  })
  const jobs = defineJobs({ visit }, { maxBytes: MOST_BYTES, sign: hmac(secret), encrypt: aes(secret) })
  return { jobs, close: () => redis?.disconnect() }
}
