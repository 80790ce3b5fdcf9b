// Echoes datagrams by acoro's endpoint, on the built packages.

import { coroutine, getRunningLoop, run } from '@acoro/core'
import { createDatagramEndpoint, DatagramProtocol } from '@acoro/streams'

class Echo extends DatagramProtocol {
  connectionMade(transport) {
    this.transport = transport
  }

  datagramReceived(data, address) {
    this.transport.sendTo(data, address)
  }
}

await run(
  coroutine(function* main() {
    const [transport] = yield* createDatagramEndpoint(() => new Echo(), {
      local: { host: '127.0.0.1' },
    })
    console.log(transport.getExtraInfo('sockname').port)
    yield* getRunningLoop().createFuture()
  }),
)
