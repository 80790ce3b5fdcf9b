/**
 * Rates of exchange, over TCP: a line with the currency, answered by a line with what a euro buys. Connecting
 * takes long, so connections are lent from a pool. Some of them are slow, so a second one is asked after a
 * while.
 */

import { coroutine } from '@acoro/core'
import { hedge, type Lease, Pool, retry } from '@acoro/service'
import { openConnection, type StreamReader, type StreamWriter } from '@acoro/streams'
import { type Place, text } from '../http/head.ts'

type Connection = readonly [reader: StreamReader, writer: StreamWriter]

export function connectionsTo(place: Place): Pool<Connection> {
  return new Pool<Connection>({
    name: 'rates',
    max: 4,
    idleTimeout: 60_000,
    create: () => openConnection(place),
    check: ([reader]) => !reader.atEof(),
    destroy: ([, writer]) => writer.transport.abort(),
  })
}

export function rateFrom(connections: Pool<Connection>) {
  return coroutine(function* rate(currency: string) {
    const call = () => connections.use((connection, lease) => ask(connection, lease, currency))
    return yield* retry(() => hedge(call, { delay: 300 }), {
      delay: 100,
      timeout: 1000,
      name: `rate of ${currency}`,
    })
  })
}

const ask = coroutine(function* ask(
  [reader, writer]: Connection,
  lease: Lease<Connection>,
  currency: string,
) {
  try {
    writer.write(`${currency}\n`)
    const line = text(yield* reader.readLine())
    if (!/^\d+(\.\d+)?\n$/.test(line)) throw new Error(`Expected a rate of ${currency}, got '${line.trim()}'`)
    return Number(line)
  } catch (error) {
    // The line may still come, and would be taken for the answer to the next question.
    lease.discard()
    throw error
  }
})
