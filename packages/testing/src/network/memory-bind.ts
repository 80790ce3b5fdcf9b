/** Binds sockets for datagrams in memory, and carries their packets to the socket at the other end. */

import { type Coroutine, coroutine, getRunningLoop } from '@acoro/core'
import type { DatagramOptions, DatagramProtocol, DatagramTransport } from '@acoro/streams'
import { callbacksBefore } from './callbacks-before.ts'
import { MemoryDatagrams } from './memory-datagrams.ts'
import type { Station } from './station.ts'

type Bind = (
  station: Station,
  makeProtocol: () => DatagramProtocol,
  options: DatagramOptions,
) => Coroutine<DatagramTransport>

export const bind: Bind = coroutine(function* datagrams(
  station: Station,
  makeProtocol: () => DatagramProtocol,
  options: DatagramOptions,
) {
  const transport = bound(station, makeProtocol, options)
  try {
    // The transport calls connectionMade in the next iteration, before this coroutine continues.
    yield* callbacksBefore()
  } catch (error) {
    transport.abort()
    throw error
  }
  return transport as DatagramTransport
})

function bound(
  station: Station,
  makeProtocol: () => DatagramProtocol,
  { local, remote }: DatagramOptions,
): MemoryDatagrams {
  station.checkOwn(local?.host)
  const port = local?.port || station.freePort()
  const peer = remote === undefined ? undefined : station.resolve(remote.host).addressOf(remote.port)
  return station.bind(port, (onClosed) => {
    const datagrams: MemoryDatagrams = new MemoryDatagrams(makeProtocol(), {
      address: station.addressOf(port),
      peer,
      send: (data, to) => send(station, datagrams, data, to),
      onClosed,
    })
    return datagrams
  })
}

function send(
  station: Station,
  from: MemoryDatagrams,
  data: Uint8Array,
  to: { host: string; port: number },
): void {
  const target = station.resolve(to.host)
  const loop = getRunningLoop()
  // A copy, because the sender may reuse its memory at once.
  const packet = data.slice()
  station.linkTo(target).sendAlone(loop, packet.length, () => {
    if (target.isDown) return
    const receiver = target.datagramsAt(to.port)
    if (receiver !== undefined) receiver._arrived(packet, from.address)
    else target.linkTo(station).sendAlone(loop, 0, () => from._refused(to))
  })
}
