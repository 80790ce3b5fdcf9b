/** From one connection to another, from a file, and the names of hosts, for programs with promises. */

import * as streams from '@acoro/streams'
import { inward, promised } from '../face/promised.ts'
import type { Connection, StreamReader, StreamWriter } from './connections.ts'

/** Copies until the reader ends; returns the number of bytes. See `copy` of @acoro/streams. */
export const copy: (reader: StreamReader, writer: StreamWriter) => Promise<number> = promised(streams.copy)

/** Copies both ways until both end. See `copyBidirectional` of @acoro/streams. */
export const copyBidirectional: (a: Connection, b: Connection) => Promise<[number, number]> = promised(
  streams.copyBidirectional,
  inward,
  inward,
)

/** Sends a file; returns the number of bytes. See `sendfile` of @acoro/streams. */
export const sendfile: (
  to: StreamWriter | streams.Transport,
  file: Parameters<typeof streams.sendfile>[1],
  options?: streams.SendfileOptions,
) => Promise<number> = promised(streams.sendfile)

/** The addresses of a host. See `getAddrInfo` of @acoro/streams. */
export const getAddrInfo: (
  ...args: Parameters<typeof streams.getAddrInfo>
) => Promise<streams.HostAddress[]> = promised(streams.getAddrInfo)

/** The name of a host and of a port. See `getNameInfo` of @acoro/streams. */
export const getNameInfo: (
  ...args: Parameters<typeof streams.getNameInfo>
) => Promise<{ host: string; service: string }> = promised(streams.getNameInfo)
