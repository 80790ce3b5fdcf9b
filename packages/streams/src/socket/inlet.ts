/**
 * Memory that a socket reads into: it is used again, instead of a new block from the platform for each chunk.
 *
 * By default Node allocates 64 KiB for each read and shrinks it to what arrived. That costs as much as
 * everything else it does in JavaScript, and half of it is garbage collection. With `onread` Node reads into
 * memory we choose. Small chunks land in one place that all sockets share, and are copied out: most have a
 * few hundred bytes, and the copies are packed together. A socket that brings big chunks gets memory of its
 * own, which is handed on without a copy. `reuse` gives such memory back, once nobody reads it any more. It
 * is faster than new memory: it is in the processor's cache, and the platform need not clear it.
 *
 * Assumption: a read and its callback are one step, so nothing else is read in between. That is true if
 * sockets are polled, which is everywhere but on Windows. Only Node's sockets take `onread` in both
 * directions. On other platforms the `data` event is used.
 */

import { Socket, type SocketConstructorOpts } from 'node:net'

/** The most that Node reads at once. */
const MOST = 65536
/** Blocks that were given back and wait to be read into, at most. */
const SPARES = 4
/** From this size on a copy costs more than new memory, which has to be collected later. */
const BIG = 32768

const { versions } = process
const available = process.platform !== 'win32' && versions.bun === undefined && versions.deno === undefined

/** Invariant: holds nothing between two callbacks. */
const landing: Uint8Array = new Uint8Array(available ? MOST : 0)

export class Inlet {
  /** Receives the data. As long as there is none, the socket must be paused. */
  sink: ((data: Uint8Array) => void) | null = null
  /** The memory for big chunks; null while chunks are small. */
  #own: Buffer | null = null
  /** The block behind each chunk that was handed on whole; null until one is given back. */
  #lent: WeakMap<Uint8Array, Buffer> | null = null
  readonly #spares: Buffer[] = []
  /** The option of `new Socket`. */
  readonly onread: { buffer(): Uint8Array; callback(count: number): boolean } = {
    buffer: () => this.#own ?? landing,
    callback: (count) => {
      this.sink?.(this.#take(count))
      return true
    },
  }

  /** Reads into the memory of `chunk` again. Does nothing for a chunk that is not, as a whole, from here. */
  reuse(chunk: Uint8Array): void {
    if (this.#lent === null) {
      this.#lent = new WeakMap()
      return
    }
    const block = this.#lent.get(chunk)
    if (block === undefined) return
    this.#lent.delete(chunk)
    if (block.length === MOST && this.#spares.length < SPARES) this.#spares.push(block)
  }

  #take(count: number): Buffer {
    const own = this.#own
    if (own !== null && count * 4 >= own.length) {
      this.#own = this.#memoryFor(count)
      const chunk = count === own.length ? own : own.subarray(0, count)
      this.#lent?.set(chunk, own)
      return chunk
    }
    // A small chunk: handed on as it is, it would keep a lot of memory alive.
    const data = Buffer.allocUnsafe(count)
    data.set((own ?? landing).subarray(0, count))
    this.#own = count < BIG ? null : this.#memoryFor(count)
    return data
  }

  /** Twice the size of the last chunk, so that a growing stream is soon read in the biggest pieces. */
  #memoryFor(count: number): Buffer {
    return this.#spares.pop() ?? Buffer.allocUnsafeSlow(Math.min(MOST, 2 * count))
  }
}

/** Returns a paused socket to connect, with an inlet if the platform allows one. */
export function inletSocket(): { readonly socket: Socket; readonly inlet: Inlet | undefined } {
  const inlet = available ? new Inlet() : undefined
  const socket = socketWith(inlet, {})
  socket.pause()
  return { socket, inlet }
}

/**
 * The same for a socket that a server has accepted and paused. `net.createServer` takes no `onread`, so the
 * connection is moved to a socket of ours. Node uses `handle` in the same way for a connection that another
 * process has passed to it. If there is no handle, the socket stays as it is.
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
  // Without its connection it is an empty shell, and its server no longer counts it.
  accepted.destroy()
  return { socket, inlet }
}

/** Node's types leave out `handle` and `manualStart`. */
function socketWith(inlet: Inlet | undefined, more: { handle?: object }): Socket {
  const options = {
    ...more,
    allowHalfOpen: true,
    manualStart: true,
    ...(inlet === undefined ? {} : { onread: inlet.onread }),
  }
  return new Socket(options as SocketConstructorOpts)
}
