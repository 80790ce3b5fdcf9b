// The transport over a wire that does as it is told: the order of calls, whatever the wire does.

import { ContextVar, getRunningLoop, RuntimeError, run } from '@acoro/core'
import {
  BufferedProtocol,
  type ExtraInfo,
  Protocol,
  StreamTransport,
  type Transport,
  type Wire,
  type WireEvents,
} from '@acoro/streams'
import { describe, expect, it } from 'vitest'
import { bytes, text } from '../support/text.ts'

class ScriptedWire implements Wire {
  readonly what = 'scripted wire'
  readonly canHalfClose: boolean = true
  buffered = 0
  events!: WireEvents
  readonly log: string[]
  readonly gathered: boolean

  constructor(log: string[], gathered = false) {
    this.log = log
    this.gathered = gathered
  }

  attach(events: WireEvents): void {
    this.events = events
  }
  write(data: Uint8Array): void {
    this.buffered += data.length
    this.log.push(`wire write ${data.length}`)
  }
  end(): void {
    this.log.push('wire end')
  }
  closeSoon(): void {
    this.log.push('wire closeSoon')
  }
  destroy(): void {
    this.log.push('wire destroy')
    this.events.closed(null)
  }
  pause(): void {
    this.log.push('wire pause')
  }
  resume(): void {
    this.log.push('wire resume')
  }
  info<K extends keyof ExtraInfo>(): ExtraInfo[K] | undefined {
    return undefined
  }
}

class Logged extends Protocol {
  readonly log: string[]
  transport!: Transport

  constructor(log: string[]) {
    super()
    this.log = log
  }
  override connectionMade(transport: Transport): void {
    this.transport = transport
    this.log.push('made')
  }
  override dataReceived(data: Uint8Array): void {
    this.log.push(`data ${text(data)}`)
  }
  override eofReceived(): boolean {
    this.log.push('eof')
    return true
  }
  override pauseWriting(): void {
    this.log.push('pause')
  }
  override resumeWriting(): void {
    this.log.push('resume')
  }
  override connectionLost(error: Error | null): void {
    this.log.push(`lost ${error}`)
  }
}

/** Pauses after each piece. */
class OneByOne extends Logged {
  override dataReceived(data: Uint8Array): void {
    super.dataReceived(data)
    this.transport.pauseReading()
  }
}

/** A transport, its wire and what both did. */
function scripted(make: (log: string[]) => Protocol = (log) => new Logged(log)) {
  const log: string[] = []
  const wire = new ScriptedWire(log)
  const transport = new StreamTransport(make(log), wire)
  return { log, wire, transport }
}

describe('reading', () => {
  it('all that comes before connectionMade waits for it', () =>
    run(function* () {
      const { log, wire } = scripted()
      wire.events.received(bytes('early'))
      wire.events.ended()
      wire.events.closed(null)
      expect(log).toEqual([])
      yield
      expect(log).toEqual(['made', 'data early', 'eof', 'lost null'])
    }))

  it('no data while paused, nor after close(); the end waits for the data before it', () =>
    run(function* () {
      const { log, wire, transport } = scripted()
      yield
      wire.events.received(bytes('1'))
      transport.pauseReading()
      wire.events.received(bytes('2'))
      wire.events.ended()
      yield
      yield
      expect(log).toEqual(['made', 'wire pause'])
      transport.resumeReading()
      yield
      expect(log.splice(0)).toEqual(['made', 'wire pause', 'wire resume', 'data 1', 'data 2', 'eof'])
      wire.events.received(bytes('3'))
      transport.close()
      wire.events.received(bytes('4'))
      yield
      expect(log).toEqual(['wire resume', 'wire closeSoon'])
      wire.events.closed(null)
      yield
      expect(log.at(-1)).toBe('lost null')
    }))

  it('a regular end waits for a reader that has paused, a broken connection does not', () =>
    run(function* () {
      const regular = scripted()
      const broken = scripted()
      yield
      for (const { wire, transport } of [regular, broken]) {
        transport.pauseReading()
        wire.events.received(bytes('last words'))
      }
      regular.wire.events.closed(null)
      broken.wire.events.closed(new Error('cut'))
      yield
      expect(regular.log).toEqual(['made', 'wire pause'])
      expect(broken.log).toEqual(['made', 'wire pause', 'lost Error: cut'])
      regular.transport.resumeReading()
      yield
      expect(regular.log).toEqual(['made', 'wire pause', 'wire resume', 'data last words', 'lost null'])
    }))

  it('a protocol may pause in the middle of what has come', () =>
    run(function* () {
      const { log, wire, transport } = scripted((log) => new OneByOne(log))
      for (const each of ['a', 'b', 'c']) wire.events.received(bytes(each))
      yield
      expect(log).toEqual(['made', 'data a', 'wire pause'])
      transport.resumeReading()
      yield
      expect(log).toEqual(['made', 'data a', 'wire pause', 'wire resume', 'data b', 'wire pause'])
      transport.abort()
      yield
      expect(log.slice(-2)).toEqual(['wire destroy', 'lost null'])
    }))

  describe('where more comes than has been delivered', () => {
    const chunk = 'x'.repeat(65_536)
    const CHUNK = `data ${chunk}`

    it('the wire is paused from 128 KiB on, until the protocol has it', () =>
      run(function* () {
        const { log, wire } = scripted()
        wire.events.received(bytes(chunk))
        expect(log).toEqual([])
        wire.events.received(bytes(chunk))
        wire.events.received(bytes(chunk))
        expect(log).toEqual(['wire pause'])
        yield
        expect(log.splice(0)).toEqual(['wire pause', 'made', CHUNK, CHUNK, CHUNK, 'wire resume'])
        wire.events.received(bytes(chunk))
        yield
        expect(log).toEqual([CHUNK])
      }))

    it('whoever pauses and resumes meanwhile does not make the wire go on before that', () =>
      run(function* () {
        const { log, wire, transport } = scripted()
        yield
        for (let i = 0; i < 3; i++) wire.events.received(bytes(chunk))
        transport.pauseReading()
        yield
        transport.resumeReading()
        wire.events.received(bytes(chunk))
        expect(log).toEqual(['made', 'wire pause', 'wire pause'])
        yield
        expect(log.slice(3)).toEqual([CHUNK, CHUNK, CHUNK, CHUNK, 'wire resume'])
      }))

    it('a protocol that has paused resumes the wire itself', () =>
      run(function* () {
        const { log, wire, transport } = scripted((log) => new OneByOne(log))
        for (let i = 0; i < 2; i++) wire.events.received(bytes(chunk))
        yield
        expect(log).toEqual(['wire pause', 'made', CHUNK, 'wire pause'])
        transport.resumeReading()
        yield
        expect(log.slice(4)).toEqual(['wire resume', CHUNK, 'wire pause'])
      }))

    it('the end of a connection that is crowded is told after all of it, and close() lets go of it', () =>
      run(function* () {
        const ended = scripted()
        const closed = scripted()
        for (const { wire } of [ended, closed]) {
          for (let i = 0; i < 2; i++) wire.events.received(bytes(chunk))
        }
        ended.wire.events.closed(null)
        closed.transport.close()
        expect(closed.log).toEqual(['wire pause', 'wire resume', 'wire closeSoon'])
        yield
        expect(ended.log).toEqual(['wire pause', 'made', CHUNK, CHUNK, 'wire resume', 'lost null'])
        expect(closed.log.slice(3)).toEqual(['made'])
      }))

    it('a wire that reports from outside enters the loop as soon as there is a lot, whatever came first', async () => {
      const log: string[] = []
      const wire = new ScriptedWire(log, true)
      let end = () => {}
      const running = run(function* () {
        new StreamTransport(new Logged(log), wire)
        const future = getRunningLoop().createFuture<void>()
        end = () => future.setResult()
        yield* future
      })
      await null
      expect(log).toEqual(['made'])
      wire.events.received(bytes('small'))
      await null
      expect(log).toEqual(['made'])
      wire.events.received(bytes(chunk))
      await null
      await null
      expect(log).toEqual(['made', 'data small', CHUNK])
      end()
      await running
    })
  })

  it('another protocol can take over', () =>
    run(function* () {
      const { log, wire, transport } = scripted()
      yield
      const other: string[] = []
      transport.setProtocol(new Logged(other))
      wire.events.received(bytes('for you'))
      wire.events.closed(null)
      yield
      expect([log, other]).toEqual([['made'], ['data for you', 'lost null']])
    }))

  it('a BufferedProtocol brings its own memory', () =>
    run(function* () {
      const got: string[] = []
      class Buffered extends BufferedProtocol {
        readonly memory = new Uint8Array(4)
        getBuffer(hint: number): Uint8Array {
          got.push(`get ${hint}`)
          return this.memory
        }
        bufferUpdated(count: number): void {
          got.push(text(this.memory.subarray(0, count)))
        }
      }
      const { wire } = scripted(() => new Buffered())
      wire.events.received(bytes('1234567890'))
      yield
      expect(got).toEqual(['get 10', '1234', 'get 6', '5678', 'get 2', '90'])
    }))
})

describe('writing', () => {
  it('pauses strictly above the high mark, resumes at the low one, in pairs', () =>
    run(function* () {
      const { log, wire, transport } = scripted()
      transport.setWriteBufferLimits({ high: 10, low: 4 })
      yield
      transport.write(bytes('x'.repeat(10)))
      expect(log).toEqual(['made', 'wire write 10'])
      transport.write(bytes('y'))
      transport.write(bytes('z'))
      expect(log.splice(0)).toEqual(['made', 'wire write 10', 'wire write 1', 'pause', 'wire write 1'])
      wire.buffered = 5
      wire.events.flushed()
      yield
      expect(log).toEqual([])
      wire.buffered = 4
      wire.events.flushed()
      wire.events.flushed()
      yield
      expect(log).toEqual(['resume'])
    }))

  it('the marks follow from one another, and new ones count at once', () =>
    run(function* () {
      const { log, transport } = scripted()
      expect(transport.getWriteBufferLimits()).toEqual({ high: 65536, low: 16384 })
      transport.setWriteBufferLimits({ high: 100 })
      expect(transport.getWriteBufferLimits()).toEqual({ high: 100, low: 25 })
      transport.setWriteBufferLimits({ low: 100 })
      expect(transport.getWriteBufferLimits()).toEqual({ high: 400, low: 100 })
      transport.write(bytes('x'))
      transport.setWriteBufferLimits({ high: 0 })
      expect(log).toEqual(['wire write 1', 'pause'])
      expect(() => transport.setWriteBufferLimits({ high: 1, low: -1 })).toThrow(RangeError)
    }))

  it('is dropped once closing, refused after writeEof(); nothing is nothing', () =>
    run(function* () {
      const { log, transport } = scripted()
      transport.write(new Uint8Array())
      transport.writeLines([bytes('a'), bytes('bc')])
      transport.writeEof()
      transport.writeEof()
      expect(() => transport.write(bytes('x'))).toThrow(
        new RuntimeError('Cannot call write() after writeEof()'),
      )
      expect(log).toEqual(['wire write 3', 'wire end'])
      const closed = scripted()
      closed.transport.close()
      closed.transport.write(bytes('x'))
      closed.transport.writeEof()
      expect(closed.log).toEqual(['wire resume', 'wire closeSoon'])
      yield
    }))
})

describe('callbacks', () => {
  it('run in the context the transport was made in', () =>
    run(function* () {
      const user = new ContextVar('user', { default: 'nobody' })
      const seen: string[] = []
      class Asking extends Protocol {
        override connectionMade(): void {
          seen.push(user.get())
          user.set('changed by the protocol')
        }
        override dataReceived(): void {
          seen.push(user.get())
        }
      }
      user.set('ada')
      const { wire } = scripted(() => new Asking())
      user.set('bob')
      yield
      wire.events.received(bytes('x'))
      yield
      expect(seen).toEqual(['ada', 'changed by the protocol'])
      expect(user.get()).toBe('bob')
    }))

  it('that throw are reported; the end comes all the same, and once', () =>
    run(function* () {
      const reports: string[] = []
      getRunningLoop().setExceptionHandler((_loop, context) =>
        reports.push(`${context.message} ${context.exception}`),
      )
      class Throwing extends Logged {
        override connectionMade(): void {
          throw new Error('made')
        }
        override connectionLost(error: Error | null): void {
          super.connectionLost(error)
          throw new Error('lost')
        }
      }
      const { log, wire } = scripted((log) => new Throwing(log))
      yield
      yield
      expect(log).toEqual(['wire destroy', 'lost Error: made'])
      wire.events.closed(null)
      yield
      expect(log).toHaveLength(2)
      expect(reports).toEqual([
        'Fatal error: protocol.connectionMade() call failed. Error: made',
        'protocol.connectionLost() failed Error: lost',
      ])
    }))

  it('a protocol that throws what is no error, and has no text, ends its connection with an error', () =>
    run(function* () {
      const told: unknown[] = []
      getRunningLoop().setExceptionHandler((_loop, { exception }) => told.push(exception))
      for (const thrown of [undefined, Object.create(null) as object, Symbol('x')]) {
        const lost: unknown[] = []
        class Broken extends Protocol {
          override dataReceived(): void {
            throw thrown
          }
          override connectionLost(error: Error | null): void {
            lost.push(error)
          }
        }
        const { wire } = scripted(() => new Broken())
        yield
        wire.events.received(bytes('x'))
        yield
        yield
        expect(lost).toEqual([expect.any(Error)])
        expect(told.pop()).toBe(thrown)
      }
    }))

  it('a wire that ends with undefined ends as one that ends with null', () =>
    run(function* () {
      const { log, wire } = scripted()
      yield
      wire.events.closed(undefined as never)
      yield
      expect(log).toEqual(['made', 'lost null'])
    }))

  it('chunks of one byte crowd the inbox, too: each costs more than its byte', () =>
    run(function* () {
      const { log, wire } = scripted()
      yield
      for (let i = 0; i < 2000; i++) wire.events.received(bytes('x'))
      expect(log).toEqual(['made', 'wire pause'])
      yield
      expect(log.at(-1)).toBe('wire resume')
      expect(log.length).toBe(2003)
    }))

  it('a protocol that pauses after each chunk is handed them one by one, at the same cost for each', () =>
    run(function* () {
      const { log, wire, transport } = scripted((log) => new OneByOne(log))
      yield
      for (let i = 0; i < 1000; i++) wire.events.received(bytes(String(i)))
      for (let i = 0; i < 1000; i++) {
        transport.resumeReading()
        yield
      }
      expect(log.filter((line) => line.startsWith('data'))).toEqual(
        Array.from({ length: 1000 }, (_, i) => `data ${i}`),
      )
    }))

  it('TLS needs a wire that knows how', () =>
    run(function* () {
      const { transport } = scripted()
      expect(() => transport.startTls({ side: 'client', tls: {}, handshakeTimeout: 1 })).toThrow(
        new RuntimeError('Cannot start TLS on a scripted wire'),
      )
      yield
    }))

  it('what a wire says after the loop is closed ends the wire, and nothing else', async () => {
    const log: string[] = []
    const wire = new ScriptedWire(log)
    await run(function* () {
      new StreamTransport(new Logged(log), wire)
      yield
    })
    expect(log).toEqual(['made', 'wire destroy'])
    wire.events.received(bytes('late'))
    expect(log.filter((line) => line.startsWith('data'))).toEqual([])
  })
})

describe('reports from outside the loop', () => {
  /** Two wires report, one callback of the platform each; what the loop does of it, and when. */
  function* reported(gathered: boolean) {
    const log: string[] = []
    const loop = getRunningLoop()
    class Marking extends Protocol {
      override dataReceived(data: Uint8Array): void {
        log.push(text(data))
        loop.callSoon(() => log.push(`after ${text(data)}`))
      }
    }
    const wires = ['1', '2'].map((name) => {
      const wire = new ScriptedWire([], gathered)
      new StreamTransport(new Marking(), wire)
      return { wire, name }
    })
    yield
    const done = loop.createFuture<void>()
    setImmediate(async () => {
      for (const { wire, name } of wires) {
        wire.events.received(bytes(name))
        // Between two callbacks the platform lets promises have their turn.
        await null
        await null
      }
      setImmediate(() => setImmediate(() => done.setResult()))
    })
    yield* done
    return log
  }

  it('are gathered for a turn of the platform where the wire says so', () =>
    run(function* () {
      expect(yield* reported(true)).toEqual(['1', '2', 'after 1', 'after 2'])
    }))

  it('enter it at once where it does not', () =>
    run(function* () {
      expect(yield* reported(false)).toEqual(['1', 'after 1', '2', 'after 2'])
    }))

  it('are dropped where the loop is closed by then', async () => {
    const log: string[] = []
    const wire = new ScriptedWire(log, true)
    let resolve!: () => void
    const later = new Promise<void>((...[settle]) => {
      resolve = settle
    })
    await run(function* () {
      new StreamTransport(new Logged(log), wire)
      yield
      const last = getRunningLoop().createFuture<void>()
      setImmediate(() => {
        wire.events.received(bytes('too late'))
        last.setResult()
        setImmediate(() => setImmediate(resolve))
      })
      yield* last
    })
    await later
    expect(log).toEqual(['made', 'wire destroy'])
  })
})
