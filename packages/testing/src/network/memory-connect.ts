/**
 * Connects in memory: one packet there and one answer back, then the connection stands. The other side
 * accepts it when the first packet of this side arrives. A cancelled attempt leaves nothing open.
 */

import { type Coroutine, coroutine, getRunningLoop } from '@acoro/core'
import {
  ConnectionRefusedError,
  type ConnectOptions,
  FileNotFoundError,
  OSError,
  type Protocol,
  StreamTransport,
  type Transport,
} from '@acoro/streams'
import { callbacksBefore } from './callbacks-before.ts'
import { Route } from './memory-link.ts'
import type { MemoryWire } from './memory-wire.ts'
import type { Station } from './station.ts'

/** A platform gives a connection up after so many ms without an answer. */
const NO_ANSWER = 127_000

interface Target {
  readonly station: Station
  /** The port or the path at which the host listens. */
  readonly key: string
  readonly shown: string
  readonly refused: () => Error
}

function targetOf(from: Station, { host = 'localhost', port = 0, path }: ConnectOptions): Target {
  if (path !== undefined) {
    const details = { code: 'ENOENT', syscall: 'connect', address: path }
    const refused = () => new FileNotFoundError(`Could not connect to ${path}: nobody listens there`, details)
    return { station: from, key: path, shown: path, refused }
  }
  const shown = `${host}:${port}`
  const details = { code: 'ECONNREFUSED', syscall: 'connect', address: shown }
  const refused = () =>
    new ConnectionRefusedError(`Could not connect to ${shown}: nobody listens there`, details)
  return { station: from.resolve(host), key: String(port), shown, refused }
}

/** Calls `resolve` or `reject` when the answer arrives. The function it returns gives the attempt up. */
function dial(
  from: Station,
  target: Target,
  resolve: (wire: MemoryWire) => void,
  reject: (error: Error) => void,
): () => void {
  const { station, key, shown } = target
  const loop = getRunningLoop()
  let over = false
  const settle = (act: () => void): void => {
    if (over) return
    over = true
    patience.cancel()
    act()
  }
  const patience = loop.callLater(NO_ANSWER, () => {
    const details = { code: 'ETIMEDOUT', syscall: 'connect', address: shown }
    settle(() => reject(new OSError(`Could not connect to ${shown}: no answer`, details)))
  })
  from.linkTo(station).send(loop, new Route(), 0, () => {
    if (over || station.isDown) return
    const listening = station.listeningAt(key)
    station.linkTo(from).send(loop, new Route(), 0, () => {
      if (from.isDown) return
      if (listening === undefined) settle(() => reject(target.refused()))
      else settle(() => resolve(from.join(loop, station, listening)))
    })
  })
  return () => settle(() => {})
}

type Connect = (
  station: Station,
  makeProtocol: () => Protocol,
  options: ConnectOptions,
) => Coroutine<Transport>

export const connect: Connect = coroutine(function* connect(
  station: Station,
  makeProtocol: () => Protocol,
  options: ConnectOptions,
) {
  const answer = getRunningLoop().createFuture<void>()
  let wire: MemoryWire | undefined
  const giveUp = dial(
    station,
    targetOf(station, options),
    (connected) => {
      wire = connected
      if (!answer.done()) answer.setResult()
    },
    (error) => {
      if (!answer.done()) answer.setException(error)
    },
  )
  try {
    yield* answer
    const transport = new StreamTransport(makeProtocol(), wire as unknown as MemoryWire)
    // The transport calls connectionMade in the next iteration, before this coroutine continues.
    yield* callbacksBefore()
    return transport as Transport
  } catch (error) {
    giveUp()
    ;(wire as MemoryWire | undefined)?.destroy()
    throw error
  }
})
