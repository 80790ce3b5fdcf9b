/** Datagrams through a protocol of your own. */

import { type Coroutine, coroutine } from '@acoro/core'
import { creationPlace } from '@acoro/core/lowlevel'
import { checkFactory, checkProtocol } from '../base/options.ts'
import { rememberPlace } from '../base/unclosed.ts'
import {
  checkDatagrams,
  type DatagramOptions,
  type DatagramProtocol,
  type DatagramTransport,
} from '../network/datagram.ts'
import { currentNetwork } from './current-network.ts'

/**
 * Opens a socket for datagrams at `local`. With `remote` it exchanges datagrams with that address only.
 * Throws HostNotFoundError, AddressInUseError and the like. Cancelling it leaves nothing open. asyncio:
 * `loop.create_datagram_endpoint`.
 *
 * @example
 * ```ts real-time
 * import { getRunningLoop, run } from '@acoro/core'
 * import { type Address, createDatagramEndpoint, DatagramProtocol } from '@acoro/streams'
 *
 * await run(function* main() {
 *   const received = getRunningLoop().createFuture<Uint8Array>()
 *   class Receiver extends DatagramProtocol {
 *     override datagramReceived(data: Uint8Array, _from: Address) {
 *       received.setResult(data)
 *     }
 *   }
 *   const [receiver] = yield* createDatagramEndpoint(() => new Receiver(), { local: { host: '127.0.0.1' } })
 *   const remote = receiver.getExtraInfo('sockname')!
 *   const [sender] = yield* createDatagramEndpoint(() => new DatagramProtocol(), { remote })
 *   sender.sendTo(new TextEncoder().encode('a packet'))
 *   const data = yield* received
 *   receiver.close()
 *   sender.close()
 *   return new TextDecoder().decode(data)
 * }) // => 'a packet'
 * ```
 */
export function createDatagramEndpoint<P extends DatagramProtocol>(
  makeProtocol: () => P,
  options: DatagramOptions = {},
): Coroutine<[transport: DatagramTransport, protocol: P]> {
  checkFactory(makeProtocol)
  checkDatagrams(options)
  return opening(makeProtocol, options, creationPlace(createDatagramEndpoint)) as Coroutine<
    [DatagramTransport, P]
  >
}

const opening = coroutine(function* createDatagramEndpoint<P extends DatagramProtocol>(
  makeProtocol: () => P,
  options: DatagramOptions,
  place: string | undefined,
) {
  let protocol: P | undefined
  const make = (): P => {
    protocol = checkProtocol(makeProtocol())
    rememberPlace(protocol, place)
    return protocol
  }
  const transport = yield* currentNetwork.get().datagrams(make, options)
  return [transport, protocol!] as [DatagramTransport, P]
})
