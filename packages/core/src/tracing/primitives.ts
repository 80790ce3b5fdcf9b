/**
 * The primitives of a program (locks, queues, limits), for viewers.
 *
 * A primitive that a task waits for can be found through that task. Nothing leads to one that no task waits
 * for. So while a viewer watches, each new primitive is noted here by a weak reference, and an older one when
 * a task first waits for it. Without a viewer this costs one comparison when a primitive is made.
 */

import { Ref } from '../base/collected.ts'
import { state } from '../current/state.ts'

declare module '../current/state.ts' {
  interface State {
    /** Null while nobody looks. */
    primitives: NotedPrimitives | null
  }
}

/** What a viewer needs of a lock, a queue or the like. A class outside of acoro may have it, too. */
export interface ViewedPrimitive {
  /** Empty if it has none. */
  readonly name: string
  /** Numbers and short texts, never the program's own values. */
  statistics?(): object
  toString(): string
  /** @internal The line where it was taken, if that is kept. */
  readonly _takenAt?: string | undefined
}

const SWEEP_FROM = 64

class NotedPrimitives {
  #references = new Set<WeakRef<ViewedPrimitive>>()
  readonly #known = new WeakSet<ViewedPrimitive>()
  #sweepAt = SWEEP_FROM
  watchers = 0

  add(primitive: ViewedPrimitive): void {
    if (this.#known.has(primitive)) return
    this.#known.add(primitive)
    this.#references.add(new Ref(primitive))
    if (this.#references.size >= this.#sweepAt) {
      this.#sweepAt = Math.max(SWEEP_FROM, 2 * [...this.living()].length)
    }
  }

  *living(): Generator<ViewedPrimitive> {
    for (const reference of this.#references) {
      const primitive = reference.deref()
      if (primitive === undefined) this.#references.delete(reference)
      else yield primitive
    }
  }
}

/** For libraries: tells viewers of a primitive, when it is made. Does nothing while nobody looks. */
export function notePrimitive(primitive: ViewedPrimitive): void {
  if (state.primitives !== null) state.primitives.add(primitive)
}

/**
 * Begins to note primitives. From now on `livingPrimitives()` also lists primitives that no task waits for,
 * if they were made after this call, or if a task has waited for them since. They are held weakly. Returns a
 * function that ends it. Several viewers may watch at a time.
 */
export function watchPrimitives(): () => void {
  const noted = state.primitives ?? new NotedPrimitives()
  state.primitives = noted
  noted.watchers++
  let isOver = false
  return () => {
    if (isOver) return
    isOver = true
    if (--noted.watchers === 0 && state.primitives === noted) state.primitives = null
  }
}
