// A protocol is told of its connection, its data, its end and its loss, once each and in that order

import { type Future, getRunningLoop } from '@acoro/core'
import { createConnection, createServer, Protocol, type Transport } from '@acoro/streams'
import { bytes, onMemory, trace } from '../../harness/trace.ts'

class Told extends Protocol {
  readonly lost: Future<void> = getRunningLoop().createFuture<void>()
  readonly name: string
  transport!: Transport

  constructor(name: string) {
    super()
    this.name = name
  }

  override connectionMade(transport: Transport): void {
    this.transport = transport
    trace(this.name, 'made')
    if (this.name === 'server') transport.write(bytes('hello'))
  }

  override dataReceived(data: Uint8Array): void {
    trace(this.name, 'data', data)
    if (this.name === 'client') {
      this.transport.write(bytes('bye'))
      this.transport.writeEof()
    }
  }

  override eofReceived(): void {
    trace(this.name, 'eof')
  }

  override connectionLost(error: Error | null): void {
    trace(this.name, 'lost', error)
    this.lost.setResult()
  }
}

export function* main() {
  onMemory()
  const served: Told[] = []
  const serve = () => {
    const told = new Told('server')
    served.push(told)
    return told
  }
  const server = yield* createServer(serve, { host: 'localhost', port: 80 })
  const [transport, client] = yield* createConnection(() => new Told('client'), {
    host: 'localhost',
    port: 80,
  })
  trace('connected', client.transport === transport, transport.getProtocol() === client)
  yield* client.lost
  yield* (served[0] as Told).lost
  trace(transport.isClosing(), transport.isReading())
  server.close()
  yield* server.waitClosed()
}
