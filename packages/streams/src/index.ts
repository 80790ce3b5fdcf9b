// Streams

export {
  Connecting,
  type Connection,
  type ConnectionOptions,
  openConnection,
  openUnixConnection,
} from './stream/open-connection.ts'
export type { Separator } from './stream/separators.ts'
export { type StartServerOptions, startServer, startUnixServer } from './stream/start-server.ts'
export { type OnClient, StreamProtocol } from './stream/stream-protocol.ts'
export { type PausableTransport, StreamReader } from './stream/stream-reader.ts'
export { StreamWriter, type WriterProtocol, type WriterTlsOptions } from './stream/stream-writer.ts'

// Messages

export type { Codec, Decoded } from './codec/codec.ts'
export { Framed, type FramedOptions, framed } from './codec/framed.ts'
export { jsonLinesCodec } from './codec/json-lines-codec.ts'
export { type LengthPrefixOptions, lengthPrefixCodec } from './codec/length-prefix-codec.ts'
export { type LineCodecOptions, lineCodec } from './codec/line-codec.ts'

// From one connection to another, and from a file

export { copy, copyBidirectional } from './transfer/copy.ts'
export { type SendfileOptions, sendfile } from './transfer/sendfile.ts'

// Processes and pipes

export { connectReadPipe, connectWritePipe, openStdio } from './process/pipes.ts'
export { Process } from './process/process.ts'
export type { Stdio, SubprocessOptions } from './process/spawn.ts'
export {
  createSubprocessExec,
  createSubprocessShell,
  type ProcessOptions,
  Starting,
  subprocessExec,
  subprocessShell,
} from './process/subprocess.ts'

// Servers

export { type CreateServerOptions, createServer, Serving } from './endpoint/create-server.ts'
export { Server, type ServerOptions } from './endpoint/server.ts'

// Transports and protocols

export { type AcceptedSocketOptions, connectAcceptedSocket } from './endpoint/accepted-socket.ts'
export { createConnection } from './endpoint/create-connection.ts'
export { createDatagramEndpoint } from './endpoint/datagram-endpoint.ts'
export { DatagramProtocol, type DatagramTransport } from './network/datagram.ts'
export { SubprocessProtocol, type SubprocessTransport } from './process/subprocess-protocol.ts'
export { BufferedProtocol } from './transport/buffered-protocol.ts'
export { StreamTransport } from './transport/stream-transport.ts'
export {
  type BaseTransport,
  type ExtraInfo,
  Protocol,
  type ReadTransport,
  type Transport,
  type WaterMarks,
  type WriteTransport,
} from './transport/transport.ts'
export type { StartTlsOptions, Wire, WireEvents } from './transport/wire.ts'

// The network

export { type Address, formatAddress } from './base/address.ts'
export { currentNetwork } from './endpoint/current-network.ts'
export { nodeNetwork } from './endpoint/node-network.ts'
export type { ConnectOptions } from './network/connect-options.ts'
export type { DatagramOptions } from './network/datagram.ts'
export type { ListenOptions } from './network/listen-options.ts'
export type { Listener, Network } from './network/network.ts'
export { getAddrInfo, getNameInfo, type HostAddress } from './socket/names.ts'
export type { Clients } from './transport/clients.ts'

// Errors

export {
  AddressInUseError,
  BrokenPipeError,
  CertificateError,
  ConnectionAbortedError,
  ConnectionError,
  ConnectionRefusedError,
  ConnectionResetError,
  FileNotFoundError,
  HostNotFoundError,
  IncompleteReadError,
  LimitOverrunError,
  OSError,
  type OSErrorDetails,
  PermissionDeniedError,
  SendfileNotAvailableError,
  TlsError,
} from './base/errors.ts'
