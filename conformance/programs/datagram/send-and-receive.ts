// Datagrams come whole, with where they came from, and a closed endpoint gets no more

import { type Future, getRunningLoop, sleep } from '@acoro/core'
import {
  type Address,
  createDatagramEndpoint,
  DatagramProtocol,
  type DatagramTransport,
} from '@acoro/streams'
import { bytes, onMemory, trace } from '../../harness/trace.ts'

class Endpoint extends DatagramProtocol {
  readonly lost: Future<Error | null> = getRunningLoop().createFuture<Error | null>()
  transport!: DatagramTransport

  override connectionMade(transport: DatagramTransport): void {
    this.transport = transport
  }

  override datagramReceived(data: Uint8Array, from: Address): void {
    trace('received', data, from.port === this.transport.getExtraInfo('sockname')?.port)
    if (Buffer.from(data).toString() === 'ping') this.transport.sendTo(bytes('pong'), from)
  }

  override connectionLost(error: Error | null): void {
    this.lost.setResult(error)
  }
}

export function* main() {
  onMemory()
  const at = { host: 'localhost', port: 53 }
  const [server] = yield* createDatagramEndpoint(() => new Endpoint(), { local: at })
  const [client, protocol] = yield* createDatagramEndpoint(() => new Endpoint(), { remote: at })
  client.sendTo(bytes('ping'))
  client.sendTo(bytes(''))
  yield* sleep(10)
  server.abort()
  client.sendTo(bytes('nobody hears it'))
  yield* sleep(10)
  client.close()
  trace('lost', yield* protocol.lost, client.isClosing())
}
