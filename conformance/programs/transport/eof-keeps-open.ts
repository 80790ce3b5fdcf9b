// A protocol whose eof_received says so keeps its side open

import { getRunningLoop } from '@acoro/core'
import { createServer, openConnection, Protocol, type Transport } from '@acoro/streams'
import { bytes, onMemory, trace } from '../../harness/trace.ts'

class Answers extends Protocol {
  transport!: Transport

  override connectionMade(transport: Transport): void {
    this.transport = transport
  }

  override eofReceived(): boolean {
    getRunningLoop().callLater(10, () => this.answer())
    return true
  }

  answer(): void {
    this.transport.write(bytes('late'))
    this.transport.close()
  }

  override connectionLost(error: Error | null): void {
    trace('lost', error)
  }
}

export function* main() {
  onMemory()
  const server = yield* createServer(() => new Answers(), { host: 'localhost', port: 80 })
  const [reader, writer] = yield* openConnection({ host: 'localhost', port: 80 })
  writer.writeEof()
  trace(yield* reader.read())
  writer.close()
  server.close()
  yield* server.waitClosed()
}
