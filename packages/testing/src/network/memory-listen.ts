/**
 * Listens in memory. As with Node's listeners, the loop gets every connection first, in the context in which
 * listening began.
 */

import { type Coroutine, copyContext, coroutine, getRunningLoop } from '@acoro/core'
import {
  type Address,
  type Clients,
  type Listener,
  type ListenOptions,
  type Protocol,
  StreamTransport,
} from '@acoro/streams'
import type { MemoryWire } from './memory-wire.ts'
import type { Station } from './station.ts'

type Listen = (
  station: Station,
  makeProtocol: () => Protocol,
  options: ListenOptions,
  clients: Clients,
) => Coroutine<Listener>

export const listen: Listen = coroutine(function* listen(
  station: Station,
  makeProtocol: () => Protocol,
  options: ListenOptions,
  clients: Clients,
) {
  const loop = getRunningLoop()
  const context = copyContext()
  const begin = (wire: MemoryWire): void => {
    if (!clients.admits()) {
      wire.destroy()
      return
    }
    try {
      new StreamTransport(makeProtocol(), wire, { clients })
    } catch (exception) {
      wire.destroy()
      loop.callExceptionHandler({ message: `Could not make a protocol for the ${wire.what}`, exception })
    }
  }
  const listening = station.open(addressOf(station, options), loop, (wire) => {
    if (loop.isClosed()) wire.destroy()
    else context.run(() => loop.callSoon(begin, wire))
  })
  return { addresses: [listening.address], close: () => listening.close() } as Listener
})

function addressOf(station: Station, { host: names, port = 0, path }: ListenOptions): Address {
  if (path !== undefined) return { family: 'unix', host: '', port: 0, path }
  for (const name of typeof names === 'string' ? [names] : (names ?? [])) station.checkOwn(name)
  return station.addressOf(port === 0 ? station.freePort() : port)
}
