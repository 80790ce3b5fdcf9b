/**
 * `@acoro/streams` for programs with promises. What does not wait (codecs, errors, networks) is imported from
 * there.
 */

// Connections and servers

export {
  type Connection,
  type Framed,
  framed,
  type OnClient,
  openConnection,
  openStdio,
  openUnixConnection,
  type Server,
  type StreamReader,
  type StreamWriter,
  startServer,
  startUnixServer,
} from './streams/connections.ts'

// From one connection to another, from a file, and names

export { copy, copyBidirectional, getAddrInfo, getNameInfo, sendfile } from './streams/transfer.ts'

// Processes

export { createSubprocessExec, createSubprocessShell, type Process } from './streams/processes.ts'

// Transports and protocols

export {
  connectAcceptedSocket,
  connectReadPipe,
  connectWritePipe,
  createConnection,
  createDatagramEndpoint,
  createServer,
  subprocessExec,
  subprocessShell,
} from './streams/protocols.ts'
