/**
 * The picture that the page shows. `freeze()` keeps it as it is while somebody reads: the program goes on,
 * and so does the stream, so that going on costs nothing.
 */

import type { State } from '../../protocol/state.ts'
import type { Client, Connection } from './client.ts'

export interface Shown {
  /** The picture shown, or null: none has come yet. */
  readonly state: State | null
  /** When it came, by `performance.now()`. */
  readonly cameAt: number
  readonly connection: Connection
  /** When the page was frozen; null if it is not. */
  readonly frozenAt: number | null
}

/** The program has not told anything yet, so 0 tasks means nothing. */
export function isUnknown({ pictureAt, verdict }: State): boolean {
  return pictureAt === null && verdict.status !== 'empty'
}

export class Live {
  #shown: Shown = { state: null, cameAt: 0, connection: { kind: 'connecting' }, frozenAt: null }
  /** The newest picture, while an older one is shown. */
  #waiting: { state: State; cameAt: number } | null = null
  readonly #listeners = new Set<() => void>()

  get shown(): Shown {
    return this.#shown
  }

  /** Calls `listener` after each change. Returns a function that takes it away. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Watches until the page is closed. */
  async watch(client: Client, every: number, signal: AbortSignal): Promise<void> {
    const listener = {
      state: (state: State) => this.#came(state),
      connection: (connection: Connection) => {
        if (connection.kind !== this.#shown.connection.kind) this.#set({ connection })
      },
    }
    await client.watch(every, listener, signal)
  }

  refuse(why: string): void {
    this.#set({ connection: { kind: 'refused', why } })
  }

  toggleFrozen(): void {
    if (this.#shown.frozenAt === null) this.#set({ frozenAt: performance.now() })
    else {
      this.#set({ frozenAt: null, ...this.#waiting })
      this.#waiting = null
    }
  }

  #came(state: State): void {
    const cameAt = performance.now()
    if (this.#shown.frozenAt === null || this.#shown.state === null) this.#set({ state, cameAt })
    else this.#waiting = { state, cameAt }
  }

  #set(change: Partial<Shown>): void {
    this.#shown = { ...this.#shown, ...change }
    for (const listener of this.#listeners) listener()
  }
}
