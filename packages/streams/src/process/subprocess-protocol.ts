/** A child process under a protocol of your own: the protocol, and its transport. */

import type { BaseTransport, Transport } from '../transport/transport.ts'

/** For a child process. `fd` is 0, 1 or 2. asyncio: `asyncio.SubprocessProtocol`. */
export class SubprocessProtocol {
  connectionMade(_transport: SubprocessTransport): void {}
  pipeDataReceived(_fd: number, _data: Uint8Array): void {}
  pipeConnectionLost(_fd: number, _error: Error | null): void {}
  /** The process has ended. Its pipes may still hold data. */
  processExited(): void {}
  connectionLost(_error: Error | null): void {}
  /** For standard input, as in Protocol. */
  pauseWriting(): void {}
  resumeWriting(): void {}
}

/** A child process and its pipes. asyncio: `asyncio.SubprocessTransport`. */
export interface SubprocessTransport extends BaseTransport {
  readonly pid: number
  /** The exit code; minus the number of the signal if a signal ended it; null while it runs. */
  getReturncode(): number | null
  /** The pipe of `fd`, if it has one. */
  getPipeTransport(fd: number): Transport | undefined
  sendSignal(signal: NodeJS.Signals | number): void
  terminate(): void
  kill(): void
}
