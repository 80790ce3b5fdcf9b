// The network

export { type AcceptedSocketOptions, connectAcceptedSocket } from './accepted-socket.ts'
export { type Address, formatAddress } from './address.ts'
// Messages
export {
  type Codec,
  type Decoded,
  jsonLinesCodec,
  type LengthPrefixOptions,
  type LineCodecOptions,
  lengthPrefixCodec,
  lineCodec,
} from './codec.ts'
export { copy, copyBidirectional } from './copy.ts'
// Packets
export { createDatagramEndpoint } from './datagram-endpoint.ts'
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
} from './errors.ts'
export { Framed, type FramedOptions, framed } from './framed.ts'
export { getAddrInfo, getNameInfo, type HostAddress } from './names.ts'
export {
  type Clients,
  type ConnectOptions,
  currentNetwork,
  type DatagramOptions,
  type Listener,
  type ListenOptions,
  type Network,
} from './network.ts'
export { nodeNetwork } from './node-network.ts'
export {
  Connecting,
  type Connection,
  type ConnectionOptions,
  createConnection,
  openConnection,
  openUnixConnection,
} from './open-connection.ts'
export { connectReadPipe, connectWritePipe, openStdio } from './pipes.ts'
// Transports and protocols
export { BufferedProtocol, DatagramProtocol, Protocol, SubprocessProtocol } from './protocol.ts'
export { type SendfileOptions, sendfile } from './sendfile.ts'
export type { Separator } from './separators.ts'
// Servers
export { Server, type ServerOptions } from './server.ts'
export type { Stdio, SubprocessOptions } from './spawn.ts'
export {
  type CreateServerOptions,
  createServer,
  type StartServerOptions,
  startServer,
  startUnixServer,
} from './start-server.ts'
// Streams
export { type OnClient, StreamProtocol } from './stream-protocol.ts'
export { type PausableTransport, StreamReader } from './stream-reader.ts'
export { StreamTransport } from './stream-transport.ts'
export { StreamWriter, type WriterTlsOptions } from './stream-writer.ts'
// Processes and pipes
export {
  createSubprocessExec,
  createSubprocessShell,
  Process,
  type ProcessOptions,
  Starting,
  subprocessExec,
} from './subprocess.ts'
export type {
  BaseTransport,
  DatagramTransport,
  ExtraInfo,
  ReadTransport,
  SubprocessTransport,
  Transport,
  WaterMarks,
  WriteTransport,
} from './transport.ts'
export type { StartTlsOptions, Wire, WireEvents } from './wire.ts'
