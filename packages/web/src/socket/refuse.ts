/** An answer to an upgrade that is refused: there is no `res`, only the socket. */

import { STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'

export function refuse(socket: Duplex, status: number, headers: Record<string, string> = {}): void {
  socket.on('error', () => socket.destroy())
  const lines = Object.entries({ ...headers, connection: 'close', 'content-length': '0' })
  const head = lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  // A client that keeps its half open must not keep the socket.
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\n${head}\r\n`, () => socket.destroy())
}
