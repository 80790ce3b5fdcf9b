// What debug mode reports about things that were never closed: once, with the place and the advice.

import { createServer, type Socket } from 'node:net'
import { PassThrough } from 'node:stream'
import { asyncWith, type DebugWarning, getRunningLoop, run, type Suspension } from '@acoro/core'
import {
  connectAcceptedSocket,
  connectReadPipe,
  createConnection,
  createDatagramEndpoint,
  createSubprocessExec,
  DatagramProtocol,
  openConnection,
  openStdio,
  Protocol,
  startServer,
} from '@acoro/streams'
import { describe, expect, it, vi } from 'vitest'
import { collectUntil } from '../support/collect.ts'
import { type Listening, listening } from '../support/node-server.ts'
import { leavesNothingOpen } from '../support/resources.ts'
import { until } from '../support/turn.ts'

leavesNothingOpen()

const host = '127.0.0.1'
const local = { host, port: 0 }

/** The warnings of a program in debug mode, its end included. */
async function warningsOf(
  main: (warnings: DebugWarning[]) => Generator<Suspension, unknown, unknown>,
  debug = true,
): Promise<DebugWarning[]> {
  const warnings: DebugWarning[] = []
  const program = function* () {
    const loop = getRunningLoop()
    loop.slowCallbackDuration = Number.POSITIVE_INFINITY
    loop.setExceptionHandler((_, { warning }) => warnings.push(warning as DebugWarning))
    yield* main(warnings)
  }
  await run(program, { debug })
  for (const { name } of warnings) expect(name).toBe('ResourceWarning')
  return warnings
}

/** The texts without the place, and without numbers that change. */
const factsOf = (warnings: DebugWarning[]): string[] =>
  warnings.map(({ message }) => message.split('. It was opened\n')[0]!.replace(/(:|process )\d+/g, '$1N'))

/** The first line of each place. */
const placesOf = (warnings: DebugWarning[]): (string | undefined)[] =>
  warnings.map(({ message }) => /It was opened\n +at (\w+) .*unclosed\.test\.ts/.exec(message)?.[1])

/** A server of Node's that takes connections and keeps them. */
function* peer(): Generator<Suspension, Listening & { readonly sockets: Socket[] }, unknown> {
  const sockets: Socket[] = []
  const node = yield* listening(createServer((socket) => sockets.push(socket.on('error', () => {}))))
  return { ...node, sockets }
}

describe('left open when the loop is closed', () => {
  it('connections are told of', async () => {
    let node!: Listening
    // A writer that is dropped would be told of when it is collected.
    let held: unknown
    const warnings = await warningsOf(function* () {
      const other = yield* peer()
      node = other
      held = yield* (function* opener() {
        return yield* openConnection(other.address)
      })()
      yield* (function* lowlevel() {
        return yield* createConnection(() => new Protocol(), other.address)
      })()
      yield* until(() => other.sockets.length === 2)
      yield* (function* adopter() {
        return yield* connectAcceptedSocket(() => new Protocol(), other.sockets[0]!)
      })()
    })
    node.close()
    expect(held).toBeDefined()
    const fact =
      'connection with 127.0.0.1:N was still open when its event loop was closed: ' +
      'close() its writer or transport, or open it with asyncWith'
    expect(factsOf(warnings)).toEqual([fact, fact, fact])
    expect(placesOf(warnings)).toEqual(['opener', 'lowlevel', 'adopter'])
  })

  it('a server is told of once, whatever the number of its addresses, and its clients too', async () => {
    const held: unknown[] = []
    const warnings = await warningsOf(function* () {
      const server = yield* (function* starter() {
        const keep = (...client: unknown[]) => void held.push(client)
        return yield* startServer(keep, { host: [host, '127.0.0.2'], port: 0 })
      })()
      yield* asyncWith(openConnection(server.address), function* () {
        yield* until(() => server.clients.size === 1)
      })
    })
    expect(held).toHaveLength(1)
    expect(factsOf(warnings)).toEqual([
      'server on 127.0.0.1:N was still listening when its event loop was closed: close() it, or use it with asyncWith',
      'connection with 127.0.0.1:N was still open when its event loop was closed: ' +
        'close() its writer or transport, or open it with asyncWith',
    ])
    // A client is remembered by the server it came to.
    expect(placesOf(warnings)).toEqual(['starter', 'starter'])
  })

  it('sockets for datagrams, processes and pipes are told of', async () => {
    const warnings = await warningsOf(function* main() {
      yield* createDatagramEndpoint(() => new DatagramProtocol(), { local: { host } })
      yield* createSubprocessExec('cat', [], { stdin: 'pipe', stdout: 'pipe' })
      yield* connectReadPipe(() => new Protocol(), new PassThrough())
    })
    expect(factsOf(warnings)).toEqual([
      'socket for datagrams at 127.0.0.1:N was still open when its event loop was closed: close() its transport',
      'process N (cat) was still running when its event loop was closed: wait() for it or kill() it, or use it with asyncWith',
      'pipe to read was still open when its event loop was closed: ' +
        'close() its writer or transport, or open it with asyncWith',
    ])
    expect(placesOf(warnings)).toEqual(['main', 'main', 'main'])
  })
})

describe('nothing is told', () => {
  it('of what was closed, by whatever way', async () => {
    let node!: Listening
    const warnings = await warningsOf(function* () {
      const other = yield* peer()
      node = other
      const [, writer] = yield* openConnection(other.address)
      // Closing is enough: nobody has to wait for it.
      writer.close()
      const [transport] = yield* createConnection(() => new Protocol(), other.address)
      transport.abort()
      yield* asyncWith(openConnection(other.address), function* () {})
      const server = yield* startServer(function* (reader) {
        yield* reader.read()
      }, local)
      const serving = getRunningLoop().createTask(server.serveForever())
      const [, client] = yield* openConnection(server.address)
      using _closing = client
      yield* until(() => server.clients.size === 1)
      serving.cancel()
      const [datagrams] = yield* createDatagramEndpoint(() => new DatagramProtocol(), { local: { host } })
      datagrams.close()
      const cat = yield* createSubprocessExec('cat', [], { stdin: 'pipe' })
      yield* cat.communicate('')
    })
    node.close()
    expect(warnings.map(String)).toEqual([])
  })

  it('of standard input and output, nor of the pipes of a process', async () => {
    const warnings = await warningsOf(function* () {
      yield* openStdio()
      const cat = yield* createSubprocessExec('cat', [], { stdin: 'pipe', stdout: 'pipe' })
      cat.close()
      yield* cat.wait()
    })
    expect(warnings.map(String)).toEqual([])
  })

  it('of a client whose coroutine is cancelled with its loop', async () => {
    const warnings = await warningsOf(function* () {
      const server = yield* startServer(function* (reader) {
        yield* reader.read()
      }, local)
      const [, writer] = yield* openConnection(server.address)
      yield* until(() => server.clients.size === 1)
      server.close()
      writer.close()
    })
    expect(warnings.map(String)).toEqual([])
  })

  it('of the writer of a client whose coroutine runs and does not use it', async () => {
    const warnings = await warningsOf(function* (warnings) {
      const server = yield* startServer(function* (reader) {
        yield* reader.read()
      }, local)
      yield* asyncWith(openConnection(server.address), function* () {
        yield* until(() => server.clients.size === 1)
        // As many turns as would be enough to hear of it.
        yield* collectUntil(() => warnings.length > 0)
      })
      server.close()
    })
    expect(warnings.map(String)).toEqual([])
  })

  it('outside debug mode', async () => {
    const warnings = await warningsOf(function* () {
      yield* startServer(() => {}, local)
    }, false)
    expect(warnings).toEqual([])
  })
})

describe('a writer that nobody has any more', () => {
  it('is told of when it is collected, and its connection not again when the loop is closed', async () => {
    let node!: Listening
    const warnings = await warningsOf(function* (warnings) {
      const other = yield* peer()
      node = other
      const reader = yield* (function* forgetful() {
        return (yield* openConnection(other.address))[0]
      })()
      yield* collectUntil(() => warnings.length > 0)
      expect(warnings).toHaveLength(1)
      expect(reader.atEof()).toBe(false)
    })
    node.close()
    expect(factsOf(warnings)).toEqual([
      'the writer of <StreamTransport open connection with 127.0.0.1:N, 0 bytes to write> was collected without having been ' +
        'closed: close() it, or open it with asyncWith',
    ])
    expect(placesOf(warnings)).toEqual(['forgetful'])
  })

  it('is not, where it was closed before, or the connection is gone', async () => {
    let node!: Listening
    const warnings = await warningsOf(function* (warnings) {
      const other = yield* peer()
      node = other
      for (const end of ['close', 'lose']) {
        const writers = [(yield* openConnection(other.address))[1]]
        if (end === 'close') writers[0]!.close()
        yield* until(() => other.sockets.length === (end === 'close' ? 1 : 2))
        other.sockets.at(-1)!.resetAndDestroy()
        yield* until(() => writers[0]!.isClosing())
        writers.pop()
      }
      // As many turns as would be enough to hear of it.
      yield* collectUntil(() => warnings.length > 0)
    })
    node.close()
    expect(warnings.map(String)).toEqual([])
  })
})

it('without an exception handler of the program it is a warning of the process', async () => {
  const emitted = vi.spyOn(process, 'emitWarning').mockImplementation(() => {})
  await run(
    function* () {
      yield* startServer(() => {}, local)
    },
    { debug: true },
  )
  const warnings = emitted.mock.calls.map(([warning]) => warning as Error)
  emitted.mockRestore()
  expect(warnings.map(({ name }) => name)).toEqual(['ResourceWarning'])
})
