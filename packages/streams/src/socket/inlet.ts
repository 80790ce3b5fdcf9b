/**
 * Where the bytes of a socket land: memory that is used again, in place of a new block from the platform for every chunk.
 *
 * Unless told otherwise Node allocates 64 KiB for each read and shrinks that to what came, which costs as much as all else
 * it does in JavaScript, and half of that is the collector's. With `onread` it reads to where we say. Small chunks
 * land in one place shared by all sockets and are copied out (they are a few hundred bytes mostly, and the copy is packed with others);
 * a socket that brings big ones is given memory of its own, which is handed on as it is.
 *
 * Assumption: a read and its callback are one step, so that nothing lands between them. That holds where sockets are polled, as
 * everywhere but on Windows; and only Node's sockets take `onread` in both directions. Elsewhere the `data` event serves.
 */

import { Socket, type SocketConstructorOpts } from 'node:net'

/** What Node reads at most. */
const MOST = 65536
/** From here on a copy costs more than memory of one's own, which is collected sooner or later. */
const BIG = 32768

const { versions } = process
const available = process.platform !== 'win32' && versions.bun === undefined && versions.deno === undefined

/** Invariant: holds nothing between two callbacks. */
const landing: Uint8Array = new Uint8Array(available ? MOST : 0)

export class Inlet {
  /** Who is given what comes. Until there is one, the socket must be paused. */
  sink: ((data: Uint8Array) => void) | null = null
  /** For big chunks; null while they are small. */
  #own: Buffer | null = null
  /** The option of `new Socket`. */
  readonly onread: { buffer(): Uint8Array; callback(count: number): boolean } = {
    buffer: () => this.#own ?? landing,
    callback: (count) => {
      this.sink?.(this.#take(count))
      return true
    },
  }

  #take(count: number): Buffer {
    const own = this.#own
    if (own !== null && count * 4 >= own.length) {
      this.#own = memoryFor(count)
      return own.subarray(0, count)
    }
    // Little came: kept as it is it would hold on to a lot of memory.
    const data = Buffer.allocUnsafe(count)
    data.set((own ?? landing).subarray(0, count))
    this.#own = count < BIG ? null : memoryFor(count)
    return data
  }
}

/** Twice what came last, so that a growing stream is soon read in the biggest pieces. */
function memoryFor(count: number): Buffer {
  return Buffer.allocUnsafeSlow(Math.min(MOST, 2 * count))
}

/** A socket to connect, with its inlet where there can be one. It is paused. */
export function inletSocket(): { readonly socket: Socket; readonly inlet: Inlet | undefined } {
  const inlet = available ? new Inlet() : undefined
  const socket = socketWith(inlet, {})
  socket.pause()
  return { socket, inlet }
}

/**
 * The same for one that a server has accepted and paused. `net.createServer` takes no `onread`, so the connection is moved to
 * a socket of our own: `handle` is how Node itself makes a socket of a connection it was handed by another process. Where
 * there is none the socket stays as it is.
 */
export function adopt(accepted: Socket): { readonly socket: Socket; readonly inlet: Inlet | undefined } {
  const holder = accepted as Socket & { _handle?: object | null }
  const handle = holder._handle
  const secure = 'encrypted' in accepted
  if (!available || secure || handle == null || !('useUserBuffer' in handle))
    return { socket: accepted, inlet: undefined }
  const inlet = new Inlet()
  const socket = socketWith(inlet, { handle })
  holder._handle = null
  // Without its connection it is an empty shell; its server counts it no longer.
  accepted.destroy()
  return { socket, inlet }
}

/** `handle` and `manualStart` are not among the types of Node's options. */
function socketWith(inlet: Inlet | undefined, more: { handle?: object }): Socket {
  const options = {
    ...more,
    allowHalfOpen: true,
    manualStart: true,
    ...(inlet === undefined ? {} : { onread: inlet.onread }),
  }
  return new Socket(options as SocketConstructorOpts)
}
