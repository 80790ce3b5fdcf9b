// only on server: it reads files and starts processes

import { gather, sleep, taskOf, timeout } from '@acoro/async'
import {
  type Connection,
  copy,
  createConnection,
  createServer,
  createSubprocessExec,
  framed,
  type OnClient,
  openConnection,
  startServer,
} from '@acoro/async/streams'
import { copyContext } from '@acoro/core'
import { currentNetwork, IncompleteReadError, jsonLinesCodec, Protocol, type Transport } from '@acoro/streams'
import { virtual } from '@acoro/testing'
import { MemoryNetwork } from '@acoro/testing/network'
import { expect, it } from 'vitest'

const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
const greet: OnClient = async (reader, writer) => {
  for await (const line of reader) writer.write(`hello ${text(line)}`)
}

/**
 * Chooses a network of memory. A native function loses its context at its first await, so this brings it
 * back.
 */
function inMemory(): <T>(call: () => T) => T {
  currentNetwork.set(new MemoryNetwork())
  const context = copyContext()
  return (call) => context.run(call)
}

/** A program with a server, in a network of memory. */
function served(onClient: OnClient, main: (connect: () => Promise<Connection>) => Promise<void>) {
  return virtual(async () => {
    const within = inMemory()
    await using server = await startServer(onClient, { host: 'server', port: 80 })
    await main(() => within(() => openConnection({ host: 'server', port: 80 })))
    expect(server.isServing()).toBe(true)
  })
}

it(
  'a client and a server talk by promises',
  served(greet, async (connect) => {
    const [reader, writer] = await connect()
    writer.write('a\nb\n')
    await writer.drain()
    expect([text(await reader.readLine()), text(await reader.readLine())]).toEqual(['hello a\n', 'hello b\n'])
    writer.close()
    await writer.waitClosed()
    expect(writer.isClosing()).toBe(true)
  }),
)

it(
  'a read is cancelled and loses nothing, and errors keep their class',
  served(
    async (_reader, writer) => {
      await sleep(100)
      writer.write('late')
    },
    async (connect) => {
      const [reader, writer] = await connect()
      using _writer = writer
      await expect(timeout(10, () => reader.readExactly(4))).rejects.toMatchObject({ name: 'TimeoutError' })
      expect(text(await reader.readExactly(4))).toBe('late')
      await expect(reader.readExactly(1)).rejects.toThrow(IncompleteReadError)
      await expect(openConnection(5 as never)).rejects.toThrow('got the number 5')
      await expect(startServer(5 as never, { port: 1 })).rejects.toThrow('got the number 5')
      const connecting = connect()
      taskOf(connecting)?.cancel()
      await expect(connecting).rejects.toMatchObject({ name: 'CancelledError' })
    },
  ),
)

it(
  'messages are gone through with for await, and bytes are copied',
  served(
    async (reader, writer) => void (await copy(reader, writer)),
    async (connect) => {
      const connection = await connect()
      await using messages = framed<{ n: number }>(connection, jsonLinesCodec())
      await gather([messages.send({ n: 1 }), messages.send({ n: 2 })])
      connection[1].writeEof()
      const got: number[] = []
      for await (const { n } of messages) got.push(n)
      expect(got).toEqual([1, 2])
      expect(messages.reader).toBe(connection[0])
    },
  ),
)

it('an error of a client is reported, and only its connection ends', async () => {
  const reported: unknown[] = []
  await virtual(async (loop) => {
    loop.setExceptionHandler((_loop, { exception }) => void reported.push(exception))
    const within = inMemory()
    await using _server = await startServer(
      async (reader) => {
        throw new RangeError(text(await reader.readLine()))
      },
      { host: 'server', port: 80 },
    )
    const [reader, writer] = await within(() => openConnection({ host: 'server', port: 80 }))
    writer.write('oh\n')
    expect((await reader.read()).length).toBe(0)
    writer.close()
  })()
  expect(reported).toMatchObject([new RangeError('oh\n')])
})

it('a process is written to and read', async () => {
  const program = "process.stdin.on('data', (data) => process.stdout.write(String(data).toUpperCase()))"
  const child = await createSubprocessExec(process.execPath, ['-e', program], {
    stdin: 'pipe',
    stdout: 'pipe',
  })
  child.stdin?.write('hello\n')
  child.stdin?.writeEof()
  const lines: string[] = []
  for await (const line of child.stdout ?? []) lines.push(text(line as Uint8Array))
  expect([lines, await child.wait(), child.returncode]).toEqual([['HELLO\n'], 0, 0])
})

it(
  'transports and protocols are made by promises, too',
  virtual(async () => {
    const within = inMemory()
    const lines: string[] = []
    class Echo extends Protocol {
      override connectionMade(transport: Transport) {
        transport.write(new TextEncoder().encode('welcome'))
        transport.close()
      }
    }
    class Client extends Protocol {
      override dataReceived(data: Uint8Array) {
        lines.push(text(data))
      }
    }
    await using _server = await createServer(() => new Echo(), { host: 'server', port: 80 })
    const [transport, protocol] = await within(() =>
      createConnection(() => new Client(), { host: 'server', port: 80 }),
    )
    expect(transport.getProtocol()).toBe(protocol)
    await sleep(1)
    expect(lines).toEqual(['welcome'])
    transport.close()
  }),
)
