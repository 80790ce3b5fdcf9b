// close sends what was written first, abort does not

import { type Future, getRunningLoop, sleep } from '@acoro/core'
import { createConnection, createServer, Protocol, type Transport } from '@acoro/streams'
import { bytes, onMemory, trace } from '../../harness/trace.ts'

class Client extends Protocol {
  readonly lost: Future<Error | null> = getRunningLoop().createFuture<Error | null>()

  override connectionLost(error: Error | null): void {
    this.lost.setResult(error)
  }
}

const complete: boolean[] = []

class Counting extends Protocol {
  count = 0

  override connectionMade(transport: Transport): void {
    transport.pauseReading()
    trace('reading', transport.isReading())
    transport.pauseReading()
    getRunningLoop().callLater(10, () => transport.resumeReading())
  }

  override dataReceived(data: Uint8Array): void {
    this.count += data.length
  }

  override connectionLost(): void {
    complete.push(this.count === 200_000)
  }
}

export function* main() {
  onMemory()
  complete.length = 0
  const connect = () => createConnection(() => new Client(), { host: 'localhost', port: 80 })
  const server = yield* createServer(() => new Counting(), { host: 'localhost', port: 80 })
  const [first, kept] = yield* connect()
  first.write(bytes('x'.repeat(200_000)))
  first.close()
  first.close()
  trace('closing', first.isClosing(), yield* kept.lost)
  yield* sleep(10)
  const [second, dropped] = yield* connect()
  second.write(bytes('x'.repeat(200_000)))
  second.abort()
  trace('aborted', yield* dropped.lost)
  yield* sleep(20)
  trace('the server had all', complete)
  server.close()
}
