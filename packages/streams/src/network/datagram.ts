/** Datagrams: the protocol, its transport, and where the socket is bound. */

import { checkOptions, type OptionKinds } from '@acoro/core/lowlevel'
import { type Address, checkHost, checkPort } from '../base/address.ts'
import { checkIpVersion } from '../base/options.ts'
import type { BaseTransport, WaterMarks } from '../transport/transport.ts'

/** For datagrams. asyncio: `asyncio.DatagramProtocol`. */
export class DatagramProtocol {
  connectionMade(_transport: DatagramTransport): void {}
  datagramReceived(_data: Uint8Array, _from: Address): void {}
  /**
   * A datagram could not be sent, or the other side reported that nothing listens there. The socket stays
   * open.
   */
  errorReceived(_error: Error): void {}
  connectionLost(_error: Error | null): void {}
  pauseWriting(): void {}
  resumeWriting(): void {}
}

/** A socket for datagrams. asyncio: `asyncio.DatagramTransport`. */
export interface DatagramTransport extends BaseTransport {
  /** Sends one datagram to `to`, or to the remote address the socket was made with. */
  sendTo(data: Uint8Array, to?: { host: string; port: number }): void
  abort(): void
  getProtocol(): DatagramProtocol
  setProtocol(protocol: DatagramProtocol): void
  setWriteBufferLimits(limits?: WaterMarks): void
  getWriteBufferSize(): number
}

/** Where a socket for datagrams is bound, and its default remote address. */
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

/** Throws TypeError or RangeError if the options cannot be used. */
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
