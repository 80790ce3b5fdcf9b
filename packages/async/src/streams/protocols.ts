/**
 * Transports and protocols, for programs with promises. The callbacks of a protocol are the same in both
 * faces.
 */

import * as streams from '@acoro/streams'
import { promised } from '../face/promised.ts'
import type { Server } from './connections.ts'

type Made<P, T = streams.Transport> = Promise<[transport: T, protocol: P]>
/** What follows the function that makes the protocol. */
type Rest<F extends (make: never, ...rest: never[]) => unknown> = F extends (
  make: never,
  ...rest: infer R
) => unknown
  ? R
  : never

/** Connects, and hands the transport to a protocol. See `createConnection` of @acoro/streams. */
export const createConnection: <P extends streams.Protocol>(
  makeProtocol: () => P,
  ...rest: Rest<typeof streams.createConnection>
) => Made<P> = promised(streams.createConnection)

/** Listens, with a protocol for each connection. See `createServer` of @acoro/streams. */
export const createServer: (...args: Parameters<typeof streams.createServer>) => Promise<Server> = promised(
  streams.createServer,
)

/** A socket for datagrams. See `createDatagramEndpoint` of @acoro/streams. */
export const createDatagramEndpoint: <P extends streams.DatagramProtocol>(
  makeProtocol: () => P,
  ...rest: Rest<typeof streams.createDatagramEndpoint>
) => Made<P, streams.DatagramTransport> = promised(streams.createDatagramEndpoint)

/** Takes over a socket that was accepted elsewhere. See `connectAcceptedSocket` of @acoro/streams. */
export const connectAcceptedSocket: <P extends streams.Protocol>(
  makeProtocol: () => P,
  ...rest: Rest<typeof streams.connectAcceptedSocket>
) => Made<P> = promised(streams.connectAcceptedSocket)

/** Reads a pipe. See `connectReadPipe` of @acoro/streams. */
export const connectReadPipe: <P extends streams.Protocol>(
  makeProtocol: () => P,
  ...rest: Rest<typeof streams.connectReadPipe>
) => Made<P, streams.ReadTransport> = promised(streams.connectReadPipe)

/** Writes to a pipe. See `connectWritePipe` of @acoro/streams. */
export const connectWritePipe: <P extends streams.Protocol>(
  makeProtocol: () => P,
  ...rest: Rest<typeof streams.connectWritePipe>
) => Made<P, streams.WriteTransport> = promised(streams.connectWritePipe)

/** Starts a program, with a protocol for it. See `subprocessExec` of @acoro/streams. */
export const subprocessExec: <P extends streams.SubprocessProtocol>(
  makeProtocol: () => P,
  ...rest: Rest<typeof streams.subprocessExec>
) => Made<P, streams.SubprocessTransport> = promised(streams.subprocessExec)

/** The same for a command of the shell. */
export const subprocessShell: <P extends streams.SubprocessProtocol>(
  makeProtocol: () => P,
  ...rest: Rest<typeof streams.subprocessShell>
) => Made<P, streams.SubprocessTransport> = promised(streams.subprocessShell)
