/**
 * What a QueueExecutor has open: the queue of BullMQ, a reader of its results, the relay for cancels, and its
 * lease.
 *
 * Nothing is opened before the first job.
 */

import { randomUUID } from 'node:crypto'
import { Queue, Relay } from 'bullmq'
import type { Redis } from 'ioredis'
import { addressOf, checkPolicy, connect } from '../base/connection.ts'
import { KeyConflictError } from '../base/errors.ts'
import { Keys, PREFIX } from '../base/keys.ts'
import { type Entry, StreamReader } from '../base/stream-reader.ts'
import { type News, newsOf } from '../jobs/news.ts'
import type { QueueExecutorOptions } from './options.ts'
import type { Sendable } from './remote-job.ts'

/** A dead connection is noticed after this time, in ms. */
const SILENCE = 15_000
/** That of a caller that has streams, if it has not named one. In ms. */
const LEASE = 30_000
/** For how long, in ms, and how many messages a worker may leave unread. */
const INBOX = { kept: 60_000, most: 1000 }
/** How long a key is remembered while its job is under way, in ms. */
const REMEMBERED = 7 * 86_400_000

/** Remembers the arguments of a key, and who waits for its result. Says what is known already. */
const JOIN = `
local known = redis.call('GET', KEYS[1])
if known and known ~= ARGV[1] then return {'conflict'} end
local result = redis.call('GET', KEYS[3])
if result then return {'result', result} end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
redis.call('SADD', KEYS[2], ARGV[2])
redis.call('PEXPIRE', KEYS[2], ARGV[3])
return {known and 'joined' or 'begun'}`
/**
 * A worker tells of a failure before BullMQ has noted it. How long that may take, and how often it is looked
 * for, in ms.
 */
const ENDING = 1000
const LOOK = 5

export class Link {
  readonly caller: string = randomUUID()
  readonly keys: Keys
  readonly main: Redis
  readonly queue: Queue
  readonly #options: QueueExecutorOptions
  readonly #warn: (error: unknown) => void
  readonly #onNews: (news: News) => void
  readonly #reader: StreamReader
  #renewal: NodeJS.Timeout | undefined
  #relay: { readonly relay: Relay; readonly redis: Redis } | null = null

  constructor(
    options: QueueExecutorOptions,
    warn: (error: unknown) => void,
    onNews: (news: News) => void,
    onBack: () => void,
  ) {
    const { connection, queue = 'jobs', prefix = PREFIX, lease } = options
    this.#options = options
    this.#warn = warn
    this.keys = new Keys(prefix, queue)
    this.main = connect(connection, SILENCE, warn)
    this.queue = new Queue(queue, { connection: this.main, prefix, streams: { events: { maxLen: 1000 } } })
    this.queue.on('error', warn)
    this.#onNews = onNews
    this.#reader = new StreamReader(connect(connection, SILENCE, warn), this.results, (entries) =>
      this.take(entries),
    )
    this.main.on('ready', onBack)
    if (lease !== undefined) this.keepLease(lease)
  }

  /** The stream of what workers tell. */
  get results(): string {
    return this.keys.results(this.caller)
  }

  /** Takes entries of the stream. */
  take(entries: readonly Entry[]): void {
    for (const entry of entries) {
      const news = newsOf(entry)
      if (news !== undefined) this.#onNews(news)
    }
  }

  /** Says that this caller lives, from now on. */
  keepLease(lease: number = this.#options.lease ?? LEASE): void {
    if (this.#renewal !== undefined) return
    this.#renew(lease)
    this.#renewal = setInterval(() => this.#renew(lease), lease / 3)
  }

  /** Tells a worker how many items of a stream were taken. If that is lost, it is told again. */
  tellTaken(inbox: string, id: string, taken: number): void {
    this.main
      .pipeline()
      .xadd(inbox, 'MAXLEN', '~', INBOX.most, '*', 'i', id, 'n', taken)
      .pexpire(inbox, INBOX.kept)
      .exec()
      .catch(this.#warn)
  }

  /** RuntimeError if Redis may throw keys away. */
  checkPolicy(): Promise<void> {
    return checkPolicy(this.main, addressOf(this.#options.connection))
  }

  /** Sends a job. One that was sent before is not there twice: its id is its own. */
  async add({ name, data, options }: Sendable): Promise<void> {
    await this.queue.add(name, data, options)
  }

  /** Sends an idempotent job, unless its result is there: then it returns that. */
  async addKeyed(job: Sendable): Promise<string | undefined> {
    const keys = (['arguments', 'callers', 'result'] as const).map((part) => this.keys.key(job.id, part))
    const args = [job.fingerprint as string, this.caller, REMEMBERED]
    const [answer, result] = (await this.main.eval(JOIN, 3, ...keys, ...args)) as [string, string?]
    if (answer === 'conflict') {
      throw new KeyConflictError(
        `The key of ${job.name} was used with other arguments: a key stands for one call, put into it what makes calls differ`,
      )
    }
    if (answer === 'result') return result
    // A failed job of this key is in the way of a new one.
    if ((await this.#stateOf(job.id, answer === 'begun')) === 'failed') await this.queue.remove(job.id)
    await this.add(job)
    return undefined
  }

  /** The state of the job of a key. If the key is new, a job that is still there is just failing. */
  async #stateOf(id: string, isNew: boolean): Promise<string> {
    for (let left = isNew ? ENDING / LOOK : 0; ; left--) {
      const state = await this.queue.getJobState(id)
      if (state !== 'active' || left <= 0) return state
      await new Promise((resolve) => setTimeout(resolve, LOOK))
    }
  }

  /** Does nobody else wait for the job of this key? */
  async leave(id: string): Promise<boolean> {
    const callers = this.keys.key(id, 'callers')
    await this.main.srem(callers, this.caller)
    return (await this.main.scard(callers)) === 0
  }

  /** Removes a job that does not run. False if it runs. */
  async remove(id: string): Promise<boolean> {
    return (await this.queue.remove(id)) === 1
  }

  /** Tells the workers of the queue to cancel a job. */
  async publishCancel(id: string): Promise<void> {
    const { connection, prefix = PREFIX, queue = 'jobs' } = this.#options
    if (this.#relay === null) {
      const redis = connect(connection, SILENCE, this.#warn)
      const relay = new Relay({ connection: redis, prefix, namespace: queue })
      relay.on('error', this.#warn)
      this.#relay = { relay, redis }
    }
    await this.#relay.relay.publish('cancel', id)
  }

  /** Closes everything. The results of jobs that still run expire by themselves. */
  async close(): Promise<void> {
    clearInterval(this.#renewal)
    this.#reader.close()
    const own = this.#relay
    if (this.main.status === 'ready') {
      await this.main.del(this.results, this.keys.lease(this.caller)).catch(this.#warn)
      await Promise.allSettled([own?.relay.close(), this.queue.close()])
    }
    this.main.disconnect()
    own?.redis.disconnect()
  }

  #renew(lease: number): void {
    this.main.set(this.keys.lease(this.caller), 1, 'PX', lease).catch(this.#warn)
  }
}
