/**
 * The sockets and the answers of a server that are open, which Node does not tell.
 *
 * `server.close()` leaves sockets that never sent a byte, and upgraded ones. So every socket is known here,
 * and can be destroyed.
 */

import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { MemberList } from '@acoro/core/lowlevel'
import { onGone } from '../base/gone.ts'

export class Connections {
  readonly #sockets = new MemberList<Socket>()
  readonly #answers = new MemberList<ServerResponse>()
  readonly #upgraded = new MemberList<Duplex>()
  #closing = false
  #changed: () => void = () => {}
  #emptied: (() => void) | null = null

  constructor(server: Server) {
    const add = (socket: Socket): void => {
      const place = this.#sockets.add(socket)
      socket.once('close', () => {
        place.leave()
        if (this.#sockets.size === 0) this.#emptied?.()
      })
    }
    server.on('connection', add)
    server.on('secureConnection', add)
  }

  get sockets(): number {
    return this.#sockets.size
  }

  get answers(): number {
    return this.#answers.size
  }

  /** How many sockets speak another protocol than HTTP by now. */
  get upgraded(): number {
    return this.#upgraded.size
  }

  /** `socket` was asked to be upgraded. */
  noteUpgrade(socket: Duplex): void {
    const place = this.#upgraded.add(socket)
    socket.once('close', () => place.leave())
  }

  /** Calls `changed` when an answer has ended. */
  onChange(changed: () => void): void {
    this.#changed = changed
  }

  /** An answer begins. */
  note(_req: IncomingMessage, res: ServerResponse): void {
    const place = this.#answers.add(res)
    if (this.#closing) announce(res)
    const ended = (): void => {
      place.leave()
      this.#changed()
    }
    res.once('close', ended)
    // One that waits behind another on its socket does not close.
    if (res.socket === null) onGone(res, ended)
  }

  /** From now on clients are told not to come again on their connection. */
  close(): void {
    this.#closing = true
    for (const res of this.#answers) announce(res)
  }

  destroyAll(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  /** Calls `emptied` when no socket is open, now or later. */
  onEmpty(emptied: () => void): void {
    if (this.#sockets.size === 0) emptied()
    else this.#emptied = emptied
  }
}

function announce(res: ServerResponse): void {
  // HTTP/2 has another way to say so, and forbids this one.
  if (!res.headersSent && !('stream' in res)) res.setHeader('connection', 'close')
}
