// A Redis client in a hundred lines: its protocol (RESP 2) as a codec. Sending before receiving is
// pipelining.

import { type Coroutine, coroutine } from '@acoro/core'
import { type Codec, type Connection, type Decoded, type Framed, framed } from '@acoro/streams'

/** What Redis answers; null is its nil. */
export type Reply = string | number | null | RedisError | Reply[]

/** An error Redis answered with. */
export class RedisError extends Error {
  override readonly name = 'RedisError'
}

const CR = 13
const decoder = new TextDecoder()

/** The reply that begins at `at`, and its end; undefined if it is not complete. */
function replyAt(bytes: Uint8Array, at: number): { reply: Reply; end: number } | undefined {
  const cr = bytes.indexOf(CR, at)
  if (cr < 0 || cr + 1 >= bytes.length) return undefined
  const line = decoder.decode(bytes.subarray(at + 1, cr))
  const next = cr + 2
  switch (String.fromCharCode(bytes[at]!)) {
    case '+':
      return { reply: line, end: next }
    case '-':
      return { reply: new RedisError(line), end: next }
    case ':':
      return { reply: Number(line), end: next }
    case '$':
      return stringAt(bytes, next, Number(line))
    case '*':
      return listAt(bytes, next, Number(line))
    default:
      throw new SyntaxError(`Expected a reply of Redis, got ${JSON.stringify(line)}`)
  }
}

function stringAt(bytes: Uint8Array, at: number, length: number): { reply: Reply; end: number } | undefined {
  if (length < 0) return { reply: null, end: at }
  if (bytes.length < at + length + 2) return undefined
  return { reply: decoder.decode(bytes.subarray(at, at + length)), end: at + length + 2 }
}

function listAt(bytes: Uint8Array, at: number, length: number): { reply: Reply; end: number } | undefined {
  if (length < 0) return { reply: null, end: at }
  const replies: Reply[] = []
  let end = at
  for (let i = 0; i < length; i++) {
    const item = replyAt(bytes, end)
    if (item === undefined) return undefined
    replies.push(item.reply)
    end = item.end
  }
  return { reply: replies, end }
}

/** Commands out, replies in. */
export const respCodec: Codec<Reply, readonly string[]> = {
  decode(bytes): Decoded<Reply> | undefined {
    const first = replyAt(bytes, 0)
    return first === undefined ? undefined : { value: first.reply, length: first.end }
  },
  encode(command) {
    const words = command.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`)
    return `*${words.length}\r\n${words.join('')}`
  },
}

export class Redis implements Disposable {
  readonly #framed: Framed<Reply, readonly string[]>

  constructor(connection: Connection) {
    this.#framed = framed(connection, respCodec, { maxLength: 64 << 20 })
  }

  /** Sends one command and waits for its reply. RedisError if the reply is one. */
  command(...words: string[]): Coroutine<Reply> {
    return command(this, words)
  }

  /** Sends all commands before the first reply is read. Returns the replies; errors are among them. */
  pipeline(commands: readonly (readonly string[])[]): Coroutine<Reply[]> {
    return pipeline(this.#framed, commands)
  }

  [Symbol.dispose](): void {
    this.#framed.close()
  }
}

const command = coroutine(function* command(redis: Redis, words: readonly string[]) {
  const [reply] = yield* redis.pipeline([words])
  if (reply instanceof RedisError) throw reply
  return reply as Reply
})

const pipeline = coroutine(function* pipeline(
  connection: Framed<Reply, readonly string[]>,
  commands: readonly (readonly string[])[],
) {
  for (const words of commands) connection.write(words)
  const replies: Reply[] = []
  while (replies.length < commands.length) {
    const reply = yield* connection.receive()
    if (reply === undefined) throw new Error('Redis hung up')
    replies.push(reply)
  }
  return replies
})
