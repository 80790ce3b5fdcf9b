/** The hall where everybody is: who is in it, what was said, and a room that carries it to all. */

import { Room, type WebSocketConnection } from '@acoro/web/ws'

/** What one of them said. */
export interface Saying {
  readonly id: number
  readonly from: string
  readonly text: string
}

/** What the server sends. */
export type Notice =
  | { readonly welcome: string; readonly here: readonly string[]; readonly history: readonly Saying[] }
  | { readonly said: Saying }
  | { readonly came: string }
  | { readonly went: string }

/** How much a newcomer is told of what was said before. */
const REMEMBERED = 50
/** How far behind a slow client may be before it is given up. */
const PATIENCE = 200

export class Hall {
  readonly #room = new Room({ capacity: PATIENCE })
  readonly #names = new Set<string>()
  #history: readonly Saying[] = []
  #said = 0

  get names(): readonly string[] {
    return [...this.#names]
  }

  /** How many were given up because they read too slowly. */
  get givenUp(): number {
    return this.#room.statistics().aborted
  }

  get history(): readonly Saying[] {
    return this.#history
  }

  has(name: string): boolean {
    return this.#names.has(name)
  }

  /** Lets somebody in, until what it returns is disposed. */
  enter(name: string, socket: WebSocketConnection): Disposable {
    this.#tell({ came: name })
    const seat = this.#room.join(socket)
    this.#names.add(name)
    return {
      [Symbol.dispose]: () => {
        seat[Symbol.dispose]()
        this.#names.delete(name)
        this.#tell({ went: name })
      },
    }
  }

  /** What a newcomer is told first. */
  welcome(name: string): string {
    return noticeOf({ welcome: name, here: this.names, history: this.#history })
  }

  say(from: string, text: string): void {
    const said = { id: ++this.#said, from, text }
    this.#history = [...this.#history, said].slice(-REMEMBERED)
    this.#tell({ said })
  }

  #tell(notice: Notice): void {
    this.#room.broadcast(noticeOf(notice))
  }
}

function noticeOf(notice: Notice): string {
  return JSON.stringify(notice)
}
