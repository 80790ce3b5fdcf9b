/**
 * The children of a supervisor: by name, in the order of their starts, and by state.
 *
 * A supervisor may have a child for each connection, so nothing here looks at all of them. Those that have
 * ended for good are kept until the next start, so that statistics show how it went.
 */

import { nameOfFunction } from '../base/errors.ts'
import { type Child, type ChildOptions, optionsOf, type Restart, Supervised } from './child.ts'

export class Family implements Iterable<Supervised> {
  readonly #children: Set<Supervised> = new Set()
  readonly #byName: Map<string, Supervised> = new Map()
  /** The last number that made a name unique. */
  readonly #numbers: Map<string, number> = new Map()
  readonly #over: Set<Supervised> = new Set()
  /** Those that wait for their start or restart. */
  readonly waiting: Set<Supervised> = new Set()
  running = 0

  get size(): number {
    return this.#children.size
  }

  [Symbol.iterator](): IterableIterator<Supervised> {
    return this.#children.values()
  }

  find(name: string): Supervised | undefined {
    return this.#byName.get(name)
  }

  /**
   * Adds a child that waits for its start. TypeError for what is no child, RangeError for a name that is
   * taken.
   */
  add(child: Child, restart: Restart): Supervised {
    for (const ended of this.#over) this.remove(ended)
    const options = optionsOf(child)
    const added = new Supervised(this.#nameOf(options), options, restart)
    this.#children.add(added)
    this.#byName.set(added.name, added)
    this.waiting.add(added)
    return added
  }

  remove(child: Supervised): void {
    this.#over.delete(child)
    this.#children.delete(child)
    this.#byName.delete(child.name)
  }

  /** It will not be started again. */
  retire(child: Supervised): void {
    this.#over.add(child)
  }

  move(child: Supervised, state: Supervised['state']): void {
    if (child.state === 'running') this.running--
    if (state === 'running') this.running++
    child.state = state
    if (state === 'waiting') this.waiting.add(child)
    else this.waiting.delete(child)
  }

  #nameOf({ name, run }: ChildOptions): string {
    if (name === undefined) return this.#freeName(nameOfFunction(run, 'child'))
    if (!this.#byName.has(name)) return name
    throw new RangeError(`Expected a name that no child has, got '${name}', which one has already`)
  }

  #freeName(wanted: string): string {
    const base = wanted === 'run' ? 'child' : wanted
    if (!this.#byName.has(base)) return base
    let number = this.#numbers.get(base) ?? 1
    do number++
    while (this.#byName.has(`${base}-${number}`))
    this.#numbers.set(base, number)
    return `${base}-${number}`
  }
}
