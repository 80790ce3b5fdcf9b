/** The client's side of your own protocols. */

import { type Coroutine, coroutine } from '@acoro/core'
import { creationPlace } from '@acoro/core/lowlevel'
import { checkFactory, checkProtocol } from '../base/options.ts'
import { rememberPlace } from '../base/unclosed.ts'
import { type ConnectOptions, checkConnect } from '../network/connect-options.ts'
import type { Protocol, Transport } from '../transport/transport.ts'
import { currentNetwork } from './current-network.ts'

/**
 * Connects a protocol of your own and returns its transport. Throws as `openConnection` does. Cancelling it
 * leaves nothing open. asyncio: `loop.create_connection`.
 */
export function createConnection<P extends Protocol>(
  makeProtocol: () => P,
  options: ConnectOptions,
): Coroutine<[transport: Transport, protocol: P]> {
  checkFactory(makeProtocol)
  checkConnect(options, 'createConnection()')
  return connecting(makeProtocol, options, creationPlace(createConnection)) as Coroutine<[Transport, P]>
}

const connecting = coroutine(function* createConnection<P extends Protocol>(
  makeProtocol: () => P,
  options: ConnectOptions,
  place: string | undefined,
) {
  let protocol: P | undefined
  const make = (): P => {
    protocol = checkProtocol(makeProtocol())
    rememberPlace(protocol, place)
    return protocol
  }
  const transport = yield* currentNetwork.get().connect(make, options)
  return [transport, protocol!] as [Transport, P]
})
