/**
 * Sends outcomes, items and progress to their callers.
 *
 * Invariant: only the worker that holds the lock of a job sends its outcome. Lock and outcome are looked at
 * and written in one script, so a worker that was cut off, and comes back, sends nothing.
 */

import type { Redis } from 'ioredis'
import type { Keys } from '../base/keys.ts'
import type { CallData } from '../jobs/call.ts'
import { aboutNews, type NewsKind } from '../jobs/news.ts'
import type { Codec, Packed } from '../message/codec.ts'

/** How long results wait for a caller that does not read them, in ms. */
const KEPT = 3_600_000

const SEND = `
if ARGV[1] ~= '' and redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('XADD', KEYS[2], '*', 'i', ARGV[2], 'k', ARGV[3], 'm', ARGV[4])
redis.call('PEXPIRE', KEYS[2], ARGV[5])
return 1`

const SEND_ITEM = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('XADD', KEYS[2], '*', 'i', ARGV[2], 'k', 'i', 'm', ARGV[3], 'n', ARGV[4], 'w', ARGV[5])
redis.call('PEXPIRE', KEYS[2], ARGV[6])
return 1`

/** The report before it is deleted, if the caller has not read it. */
const SEND_PROGRESS = `
if redis.call('GET', KEYS[1]) ~= ARGV[1] then return nil end
if ARGV[5] ~= '' then redis.call('XDEL', KEYS[2], ARGV[5]) end
local place = redis.call('XADD', KEYS[2], '*', 'i', ARGV[2], 'k', 'p', 'm', ARGV[3], 'n', ARGV[4])
redis.call('PEXPIRE', KEYS[2], ARGV[6])
return place`

/** As SEND, to all callers of a key; a result is kept, an error makes room for another try. */
const SEND_KEYED = `
if ARGV[1] ~= '' and redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
for _, caller in ipairs(redis.call('SMEMBERS', KEYS[2])) do
  local stream = ARGV[6] .. caller
  redis.call('XADD', stream, '*', 'i', ARGV[2], 'k', ARGV[3], 'm', ARGV[4])
  redis.call('PEXPIRE', stream, ARGV[5])
end
redis.call('DEL', KEYS[2])
if ARGV[3] == 'v' then
  redis.call('SET', KEYS[4], ARGV[4], 'PX', ARGV[7])
  redis.call('PEXPIRE', KEYS[3], ARGV[7])
else
  redis.call('DEL', KEYS[3])
end
return 1`

/** What is known of a job. */
export interface Addressee {
  readonly id: string
  readonly data: CallData
  /** The lock that has to be held; empty if the job has ended already. */
  readonly token: string
}

interface Scripts {
  acoroSend(...args: (string | number)[]): Promise<number>
  acoroSendKeyed(...args: (string | number)[]): Promise<number>
  acoroSendItem(...args: (string | number)[]): Promise<number>
  acoroSendProgress(...args: (string | number)[]): Promise<string | null>
}

export class Outlet {
  readonly #redis: Redis & Scripts
  readonly #keys: Keys
  readonly #codec: Codec

  constructor(redis: Redis, keys: Keys, codec: Codec) {
    redis.defineCommand('acoroSend', { numberOfKeys: 2, lua: SEND })
    redis.defineCommand('acoroSendKeyed', { numberOfKeys: 4, lua: SEND_KEYED })
    redis.defineCommand('acoroSendItem', { numberOfKeys: 2, lua: SEND_ITEM })
    redis.defineCommand('acoroSendProgress', { numberOfKeys: 2, lua: SEND_PROGRESS })
    this.#redis = redis as Redis & Scripts
    this.#keys = keys
    this.#codec = codec
  }

  /** Sends the value. False if the lock is gone. TypeError if the value cannot be sent. */
  async sendValue(to: Addressee, name: string, value: unknown): Promise<boolean> {
    return this.#send(to, 'v', this.#codec.pack(value, `the result of ${name}`, aboutNews(to.id, 'v')))
  }

  async sendError(to: Addressee, error: unknown): Promise<boolean> {
    return this.#send(to, 'e', this.#codec.packThrown(error, aboutNews(to.id, 'e')))
  }

  async sendCancelled(to: Addressee, error: unknown): Promise<boolean> {
    return this.#send(to, 'c', this.#codec.packThrown(error, aboutNews(to.id, 'c')))
  }

  /** Encodes an item. TypeError if it cannot be sent. */
  packItem(id: string, name: string, item: unknown, number: number): Packed {
    return this.#codec.pack(item, `item ${number} of ${name}`, aboutNews(id, 'i', number))
  }

  /** False if the lock is gone. */
  async sendItem(
    { id, data, token }: Addressee,
    { message }: Packed,
    number: number,
    inbox: string,
  ): Promise<boolean> {
    const keys = [this.#keys.lock(id), this.#keys.results(String(data.r))]
    const sent = await this.#redis.acoroSendItem(
      ...keys,
      token,
      id,
      JSON.stringify(message),
      number,
      inbox,
      KEPT,
    )
    return sent === 1
  }

  /** Encodes a report. TypeError if it cannot be sent. */
  packProgress(id: string, name: string, value: unknown, number: number): Packed {
    return this.#codec.pack(value, `the progress of ${name}`, aboutNews(id, 'p', number))
  }

  /** Sends it in place of an earlier report. Returns its place; null if the lock is gone. */
  sendProgress(
    { id, data, token }: Addressee,
    { message }: Packed,
    number: number,
    instead: string,
  ): Promise<string | null> {
    const keys = [this.#keys.lock(id), this.#keys.results(String(data.r))]
    return this.#redis.acoroSendProgress(...keys, token, id, JSON.stringify(message), number, instead, KEPT)
  }

  async #send({ id, data, token }: Addressee, kind: NewsKind, { message, stored }: Packed): Promise<boolean> {
    await stored?.()
    const keys = this.#keys
    const outcome = [token, id, kind, JSON.stringify(message), KEPT]
    if (data.k === undefined) {
      return (await this.#redis.acoroSend(keys.lock(id), keys.results(String(data.r)), ...outcome)) === 1
    }
    const parts = (['callers', 'arguments', 'result'] as const).map((part) => keys.key(id, part))
    const sent = await this.#redis.acoroSendKeyed(
      keys.lock(id),
      ...parts,
      ...outcome,
      keys.results(''),
      data.k,
    )
    return sent === 1
  }
}
