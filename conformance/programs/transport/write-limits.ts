// The marks of a write buffer have to make sense; a protocol is paused above the high one and resumed at the low one

import { getRunningLoop, sleep } from '@acoro/core'
import { createConnection, createServer, Protocol, type Transport } from '@acoro/streams'
import { attempt, bytes, onMemory, trace } from '../../harness/trace.ts'

class Client extends Protocol {
  override pauseWriting(): void {
    trace('pause')
  }

  override resumeWriting(): void {
    trace('resume')
  }
}

class Slow extends Protocol {
  override connectionMade(transport: Transport): void {
    transport.pauseReading()
    getRunningLoop().callLater(100, () => transport.resumeReading())
  }
}

export function* main() {
  onMemory()
  const server = yield* createServer(() => new Slow(), { host: 'localhost', port: 80 })
  const [transport] = yield* createConnection(() => new Client(), { host: 'localhost', port: 80 })
  const limits = () => {
    const { low, high } = transport.getWriteBufferLimits()
    return [low, high]
  }
  trace(limits())
  transport.setWriteBufferLimits({ high: 100 })
  trace(limits())
  transport.setWriteBufferLimits({ low: 10 })
  trace(limits())
  attempt('low above high', () => transport.setWriteBufferLimits({ high: 1, low: 2 }))
  attempt('below nothing', () => transport.setWriteBufferLimits({ high: -1, low: -2 }))
  transport.setWriteBufferLimits({ high: 100, low: 10 })
  transport.write(bytes('x'.repeat(400_000)))
  trace('written')
  yield* sleep(50)
  trace('still paused')
  yield* sleep(100)
  trace(transport.getWriteBufferSize())
  transport.close()
  server.close()
}
