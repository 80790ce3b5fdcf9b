/**
 * Sends outcomes to their callers.
 *
 * Invariant: only the worker that holds the lock of a job sends its outcome. Lock and outcome are looked at and written
 * in one script, so a worker that was cut off, and comes back, sends nothing.
 */

import type { Redis } from 'ioredis'
import type { Keys } from '../base/keys.ts'
import { aboutOutcome, type CallData } from '../jobs/call.ts'
import type { Codec, Packed } from '../message/codec.ts'

/** How long results wait for a caller that does not read them, in ms. */
const KEPT = 3_600_000

const SEND = `
if ARGV[1] ~= '' and redis.call('GET', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('XADD', KEYS[2], '*', 'i', ARGV[2], 'k', ARGV[3], 'm', ARGV[4])
redis.call('PEXPIRE', KEYS[2], ARGV[5])
return 1`

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
}

export class Outlet {
  readonly #redis: Redis & Scripts
  readonly #keys: Keys
  readonly #codec: Codec

  constructor(redis: Redis, keys: Keys, codec: Codec) {
    redis.defineCommand('acoroSend', { numberOfKeys: 2, lua: SEND })
    redis.defineCommand('acoroSendKeyed', { numberOfKeys: 4, lua: SEND_KEYED })
    this.#redis = redis as Redis & Scripts
    this.#keys = keys
    this.#codec = codec
  }

  /** Sends the value. False if the lock is gone. TypeError if the value cannot be sent. */
  async sendValue(to: Addressee, name: string, value: unknown): Promise<boolean> {
    return this.#send(to, 'v', this.#codec.pack(value, `the result of ${name}`, aboutOutcome(to.id, 'v')))
  }

  async sendError(to: Addressee, error: unknown): Promise<boolean> {
    return this.#send(to, 'e', this.#codec.packThrown(error, aboutOutcome(to.id, 'e')))
  }

  async sendCancelled(to: Addressee, error: unknown): Promise<boolean> {
    return this.#send(to, 'c', this.#codec.packThrown(error, aboutOutcome(to.id, 'c')))
  }

  async #send({ id, data, token }: Addressee, kind: string, { message, stored }: Packed): Promise<boolean> {
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
