/**
 * Connections to Redis.
 *
 * Each part opens connections of its own, because a blocking read holds up everything behind it. A command
 * waits for a lost connection and is sent again after the reconnect. So everything that is sent must be safe
 * to send twice.
 *
 * A connection can be dead without an error: the machine of the other end is gone, or a firewall forgot it.
 * So each has a time within which an answer must come, or it is made anew.
 */

import type { Writable } from 'node:stream'
import { RuntimeError } from '@acoro/core'
import { describeValue } from '@acoro/core/lowlevel'
import { Redis, type RedisOptions } from 'ioredis'

/** Where Redis is: `redis://host:port/db`, `rediss://…` for TLS, or the options of ioredis. */
export type Connection = string | RedisOptions

/** Checks an option that says where Redis is. */
export function checkConnection(value: unknown, what: string): void {
  const wanted = `Expected ${what} to be an address (redis://host:port) or the options of ioredis`
  if (value instanceof Redis) {
    throw new TypeError(`${wanted}, got a connection: pass its options, every part opens its own`)
  }
  if (typeof value === 'object' && value !== null) {
    const { keyPrefix } = value as RedisOptions
    if (keyPrefix === undefined || keyPrefix === '') return
    throw new TypeError(`${wanted}, got options with a keyPrefix: use the option prefix instead`)
  }
  if (typeof value !== 'string') throw new TypeError(`${wanted}, got ${describeValue(value)}`)
  if (!/^rediss?:\/\//.test(value) || !URL.canParse(value)) {
    throw new RangeError(`${wanted}, got ${JSON.stringify(withoutSecrets(value))}`)
  }
}

/** An address as it may stand in messages. */
export function addressOf(connection: Connection): string {
  if (typeof connection === 'string') return withoutSecrets(connection)
  const { path, host = '127.0.0.1', port = 6379, sentinels, name } = connection
  if (sentinels != null) return `the Redis ${name ?? ''} of ${sentinels.length} sentinels`
  return path ?? `${host}:${port}`
}

function withoutSecrets(address: string): string {
  return address.replace(/^([a-z]+:\/\/)[^/]*@/, '$1').replace(/[?#].*$/, '')
}

/**
 * Opens a connection. It is made anew after `silence` ms without an awaited answer. `onError` hears of each
 * failure; the connection goes on trying.
 */
export function connect(connection: Connection, silence: number, onError: (error: Error) => void): Redis {
  const own: RedisOptions = {
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(50 * 2 ** Math.min(times, 10), 2000),
    socketTimeout: silence,
    connectTimeout: 10_000,
  }
  // Its types distinguish clients by the shape of replies, which is not changed here.
  const redis =
    typeof connection === 'string'
      ? new Redis(connection, own as never)
      : new Redis({ ...connection, ...own } as never)
  redis.on('error', onError)
  redis.on('connect', () => writeTogether(redis.stream))
  return redis
}

/**
 * Sends all commands of one turn in one write. By itself ioredis makes a system call for each command. Many
 * jobs end in one turn, and each needs two commands: for an empty job those calls were much of the cost.
 */
function writeTogether(stream: Writable): void {
  const { write } = stream
  let corked = false
  const uncork = (): void => {
    corked = false
    stream.uncork()
  }
  stream.write = function (this: Writable, ...args: Parameters<typeof write>): boolean {
    if (!corked) {
      corked = true
      stream.cork()
      // After the microtasks of this turn, in which replies are handled.
      process.nextTick(uncork)
    }
    return write.apply(this, args)
  } as typeof write
}

/** RuntimeError if Redis may throw keys away when it is full: jobs and locks would be among them. */
export async function checkPolicy(redis: Redis, address: string): Promise<void> {
  const policy = /maxmemory_policy:(\S+)/.exec(await redis.info('memory'))?.[1] ?? 'noeviction'
  if (policy === 'noeviction') return
  throw new RuntimeError(
    `Expected Redis at ${address} to have the maxmemory-policy noeviction, got ${policy}: it would throw jobs and locks away`,
  )
}
