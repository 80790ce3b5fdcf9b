/** Connections and servers, for programs with promises. */

import * as streams from '@acoro/streams'
import { faceOf } from '../face/face-class.ts'
import { body, inward, made, promised } from '../face/promised.ts'
import type { Face } from '../face/types.ts'

/** The face of `StreamReader`. `for await` goes through its lines. */
export type StreamReader = Face<streams.StreamReader>
/** The face of `StreamWriter`. `using` closes it. */
export type StreamWriter = Face<streams.StreamWriter>
/** The two sides of a connection. */
export type Connection = [reader: StreamReader, writer: StreamWriter]
/** The face of `Framed`. `for await` goes through its messages. */
export interface Framed<In, Out = In> extends AsyncIterable<In>, AsyncDisposable, Disposable {
  readonly reader: StreamReader
  readonly writer: StreamWriter
  receive(): Promise<In | undefined>
  send(message: Out): Promise<void>
  write(message: Out): void
  drain(): Promise<void>
  close(): void
  waitClosed(): Promise<void>
  aclose(): Promise<void>
}
/** The face of `Server`. `await using` closes it, and waits for its clients. */
export type Server = Omit<Face<streams.Server>, 'aenter' | 'aexit'> & AsyncDisposable

// They are made by the functions below only.
faceOf(streams.StreamReader)
faceOf(streams.StreamWriter)
faceOf(streams.Framed as never, { [Symbol.asyncDispose]: 'aclose' })
faceOf(streams.Server as never, { [Symbol.asyncDispose]: 'aexit' })

/**
 * Connects to a server. See `openConnection` of @acoro/streams. Cancelling it leaves nothing open.
 *
 * @example
 * ```ts real-time
 * import { openConnection, startServer } from '@acoro/async/streams'
 *
 * await using server = await startServer(
 *   async (reader, writer) => {
 *     for await (const line of reader) writer.write(new TextDecoder().decode(line).toUpperCase())
 *   },
 *   { host: '127.0.0.1', port: 0 },
 * )
 * const [reader, writer] = await openConnection(server.address)
 * writer.write('hello\n')
 * new TextDecoder().decode(await reader.readLine()) // => 'HELLO\n'
 * writer.close()
 * ```
 */
export const openConnection: (options: streams.ConnectionOptions) => Promise<Connection> = promised(
  streams.openConnection,
)

/** The same to a Unix socket. */
export const openUnixConnection: (
  options: streams.ConnectionOptions & { path: string },
) => Promise<Connection> = promised(streams.openUnixConnection)

/** Standard input and output of this process. See `openStdio` of @acoro/streams. */
export const openStdio: (options?: Parameters<typeof streams.openStdio>[0]) => Promise<Connection> = promised(
  streams.openStdio,
)

/** What a server does with each client. The connection is closed when the promise settles. */
export type OnClient = (reader: StreamReader, writer: StreamWriter) => unknown

/** Listens, and runs `onClient` as a task for each connection. See `startServer` of @acoro/streams. */
export const startServer: (onClient: OnClient, options: streams.StartServerOptions) => Promise<Server> =
  promised(streams.startServer, body)

/** The same at a Unix socket. */
export const startUnixServer: (
  onClient: OnClient,
  options: streams.StartServerOptions & { path: string },
) => Promise<Server> = promised(streams.startUnixServer, body)

/** Messages over a connection. See `framed` of @acoro/streams. */
export const framed: <In, Out = In>(
  connection: Readonly<Connection>,
  codec: streams.Codec<In, Out>,
  options?: streams.FramedOptions,
) => Framed<In, Out> = made(streams.framed, inward)
