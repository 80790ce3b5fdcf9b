/** Packets: what a protocol is told of them, what its transport does, and where their socket is bound. */

import { checkOptions, type OptionKinds } from '@acoro/core/lowlevel'
import { type Address, checkHost, checkPort } from '../base/address.ts'
import { checkIpVersion } from '../base/options.ts'
import type { BaseTransport, WaterMarks } from '../transport/transport.ts'

/** For packets. asyncio: `asyncio.DatagramProtocol`. */
export class DatagramProtocol {
  connectionMade(_transport: DatagramTransport): void {}
  datagramReceived(_data: Uint8Array, _from: Address): void {}
  /** One packet could not be sent, or the other side said that nobody is there; the socket stays open. */
  errorReceived(_error: Error): void {}
  connectionLost(_error: Error | null): void {}
  pauseWriting(): void {}
  resumeWriting(): void {}
}

/** A socket for packets. asyncio: `asyncio.DatagramTransport`. */
export interface DatagramTransport extends BaseTransport {
  /** Sends one packet, to the remote address the socket was made with unless `to` says another. */
  sendTo(data: Uint8Array, to?: { host: string; port: number }): void
  abort(): void
  getProtocol(): DatagramProtocol
  setProtocol(protocol: DatagramProtocol): void
  setWriteBufferLimits(limits?: WaterMarks): void
  getWriteBufferSize(): number
}

/** Where a socket for packets is bound, and whom it talks to unless told otherwise. */
export interface DatagramOptions {
  local?: { host?: string | undefined; port?: number | undefined } | undefined
  remote?: { host: string; port: number } | undefined
  ipVersion?: 4 | 6 | undefined
  broadcast?: boolean | undefined
  reusePort?: boolean | undefined
}

const kinds: OptionKinds = {
  local: 'object',
  remote: 'object',
  ipVersion: checkIpVersion,
  broadcast: 'boolean',
  reusePort: 'boolean',
}

/** TypeError or RangeError for what no socket for packets can be bound to. */
export function checkDatagrams(options: DatagramOptions): void {
  checkOptions(options, 'createDatagramEndpoint()', kinds)
  const { local, remote } = options
  if (local?.host !== undefined) checkHost(local.host, 'to receive at')
  if (local?.port !== undefined) checkPort(local.port, 'to receive at', 0)
  if (remote !== undefined) {
    checkHost(remote.host, 'to send to')
    checkPort(remote.port, 'to send to', 1)
  }
}
