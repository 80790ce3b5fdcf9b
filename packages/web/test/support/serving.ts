import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { run } from '@acoro/core'
import type { Steps } from './virtual.ts'

/** A server of node:http as a counterpart, on a port of this machine. */
export async function serving<T>(
  listener: RequestListener,
  body: (url: string, server: Server) => Steps<T>,
): Promise<T> {
  const server = createServer(listener)
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    return await run(() => body(url, server))
  } finally {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
}

/** A promise, and what settles it. */
export function signalled<T = void>(): { promise: Promise<T>; fire: (value: T) => void } {
  let fire!: (value: T) => void
  const promise = new Promise<T>((resolve) => {
    fire = resolve
  })
  return { promise, fire }
}
