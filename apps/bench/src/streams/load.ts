// The client of the echo benchmark, in bare node:net, the same for every server.

import { connect, type Socket } from 'node:net'

export interface Load {
  readonly connections: number
  readonly bytes: number
  /** Requests under way on one connection at a time. */
  readonly depth: number
  /** Requests in all, after a fifth as many to warm up. */
  readonly requests: number
}

/** Requests a second. */
export async function measure(port: number, load: Load): Promise<number> {
  const sockets = await Promise.all(Array.from({ length: load.connections }, () => dial(port)))
  try {
    await exchange(sockets, load, Math.ceil(load.requests / 5))
    const began = performance.now()
    await exchange(sockets, load, load.requests)
    return load.requests / ((performance.now() - began) / 1000)
  } finally {
    for (const socket of sockets) socket.destroy()
  }
}

function dial(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket))
    socket.once('error', reject)
  })
}

function exchange(sockets: readonly Socket[], load: Load, requests: number): Promise<unknown> {
  const message = Buffer.alloc(load.bytes, 'x')
  const batch = Buffer.alloc(load.bytes * load.depth, 'x')
  const rounds = Math.ceil(requests / sockets.length / load.depth)
  return Promise.all(
    sockets.map(
      (socket) =>
        new Promise<void>((resolve, reject) => {
          let left = rounds
          let missing = batch.length
          const send = (): void => {
            missing = batch.length
            socket.write(load.depth === 1 ? message : batch)
          }
          const onData = (data: Buffer): void => {
            missing -= data.length
            if (missing > 0) return
            if (--left > 0) {
              send()
              return
            }
            socket.off('data', onData)
            resolve()
          }
          socket.on('data', onData)
          socket.once('close', () => reject(new Error('the server hung up')))
          send()
        }),
    ),
  )
}
