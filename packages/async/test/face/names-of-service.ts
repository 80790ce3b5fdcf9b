/** The names of @acoro/service, @acoro/streams and @acoro/web that have no face in promises, and why. */

const same = 'the same in both: it does not wait'
const part = 'made by other objects, which give its face'
const below = 'callbacks below the streams, the same in both'

export const withoutOfService: Readonly<Record<string, string>> = {
  BulkheadFullError: same,
  CircuitOpenError: same,
  constant: same,
  exponential: same,
  fibonacci: same,
  JobQueueFullError: same,
  linear: same,
  PoolClosedError: same,
  PoolFullError: same,
  RetryBudget: same,
  RetryError: same,
  Schedule: same,
  SupervisorError: same,
}

export const withoutOfStreams: Readonly<Record<string, string>> = {
  AddressInUseError: same,
  BrokenPipeError: same,
  BufferedProtocol: below,
  CertificateError: same,
  Connecting: 'a promise of the connection',
  ConnectionAbortedError: same,
  ConnectionError: same,
  ConnectionRefusedError: same,
  ConnectionResetError: same,
  currentNetwork: same,
  DatagramProtocol: below,
  FileNotFoundError: same,
  formatAddress: same,
  Framed: part,
  HostNotFoundError: same,
  IncompleteReadError: same,
  jsonLinesCodec: same,
  lengthPrefixCodec: same,
  LimitOverrunError: same,
  lineCodec: same,
  nodeNetwork: same,
  OSError: same,
  PermissionDeniedError: same,
  Process: part,
  Protocol: below,
  SendfileNotAvailableError: same,
  Server: part,
  Serving: 'a promise of the server',
  Starting: 'a promise of the process',
  StreamProtocol: below,
  StreamReader: part,
  StreamTransport: below,
  StreamWriter: part,
  SubprocessProtocol: below,
  TlsError: same,
}

export const withoutOfWeb: Readonly<Record<string, string>> = {
  BodyError: same,
  BodyTooLargeError: same,
  ConnectError: same,
  currentTransport: same,
  EventSourceReader: part,
  FetchError: same,
  FetchResponse: part,
  JsonError: same,
  RequestContext: part,
  StatusError: same,
}
