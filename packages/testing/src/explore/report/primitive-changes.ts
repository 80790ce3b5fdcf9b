/** Which locks, queues and the like are in another state after a step. */

import { notedPrimitives, type PrimitiveState, watchPrimitives } from '@acoro/core/lowlevel'
import type { Names } from './names.ts'
import type { OrderPrimitive, PrimitiveChange } from './order-file.ts'

/** The most primitives that are followed: each is asked after every step. */
const MOST = 200

export class PrimitiveChanges implements Disposable {
  readonly primitives: OrderPrimitive[] = []
  readonly #end: () => void = watchPrimitives()
  /** By its number. A primitive that was noted before has no index until it changes. */
  readonly #known = new Map<number, { index: number | null; told: string }>()
  readonly #names: Names
  readonly #indexOfTask: (number: number) => number | undefined

  constructor(names: Names, indexOfTask: (number: number) => number | undefined) {
    this.#names = names
    this.#indexOfTask = indexOfTask
    for (const primitive of notedPrimitives(MOST))
      this.#known.set(primitive.number, { index: null, told: JSON.stringify(this.#told(primitive)) })
  }

  /** What has changed since it was asked last. */
  since(): PrimitiveChange[] {
    const changes: PrimitiveChange[] = []
    for (const primitive of notedPrimitives(MOST)) {
      const change = this.#told(primitive)
      const told = JSON.stringify(change)
      const known = this.#known.get(primitive.number)
      if (known?.told === told) continue
      const index = known?.index ?? this.primitives.length
      if (index === this.primitives.length)
        this.primitives.push({ kind: primitive.kind, name: primitive.name })
      this.#known.set(primitive.number, { index, told })
      changes.push({ primitive: index, ...change })
    }
    return changes
  }

  [Symbol.dispose](): void {
    this.#end()
  }

  #told({ statistics, holders }: PrimitiveState): Omit<PrimitiveChange, 'primitive'> {
    return {
      statistics: Object.entries(statistics ?? {}).map(
        ([name, value]) => [name, this.#names.numbered(String(value))] as const,
      ),
      holders: holders === 'unknown' ? null : holders.flatMap((number) => this.#indexOfTask(number) ?? []),
    }
  }
}
