// A buffered protocol gives the memory that data is read into

import { BufferedProtocol, createServer, openConnection } from '@acoro/streams'
import { onMemory, trace } from '../../harness/trace.ts'

class Buffered extends BufferedProtocol {
  readonly memory = new Uint8Array(4)

  override getBuffer(): Uint8Array {
    return this.memory
  }

  override bufferUpdated(count: number): void {
    trace(count, this.memory.slice(0, count))
  }

  override eofReceived(): void {
    trace('eof')
  }
}

export function* main() {
  onMemory()
  const server = yield* createServer(() => new Buffered(), { host: 'localhost', port: 80 })
  const [reader, writer] = yield* openConnection({ host: 'localhost', port: 80 })
  writer.write('1234567890')
  writer.writeEof()
  yield* reader.read()
  writer.close()
  server.close()
  yield* server.waitClosed()
}
