/**
 * All orders, those first that differ least from the order of the loop.
 *
 * Most races need one or two choices that differ. A run shows how many candidates each of its choices had.
 * That gives its children: they keep its choices, and differ in one more, later choice. All runs of a
 * generation differ from the order of the loop in the same number of choices. Each order has one parent.
 *
 *   ''  ->  2, 02, 002, …  ->  22, 202, 2002, …, 022, …
 *
 * A long run has more children than there is time for. They are visited in strides, so that its end gets its
 * share.
 */

import { type Choices, ListedOrder, type Order } from '../order/order.ts'
import type { Strategy } from './strategy.ts'

/** Fewer children than this are visited first to last. */
const FEW = 64

interface Parent {
  /** The choices up to the last that differs. */
  readonly prefix: readonly number[]
  /** How many children differ at one of the choices after the prefix up to each. */
  readonly sums: readonly number[]
}

export class FewestStrategy implements Strategy {
  readonly #most: number
  readonly #seed: number
  readonly #inOrder: boolean
  #generation = 0
  #parents: Parent[] = []
  #children: Parent[] = []
  #parent = 0
  #child = 0
  #issued: readonly number[] = []
  #begun = false
  #ran = false
  /** Were there orders beyond `most`? */
  #cut = false

  /** `most`: how many choices may differ. `inOrder`: children are visited first to last, however many. */
  constructor(most: number, { seed = 0, inOrder = false }: { seed?: number; inOrder?: boolean } = {}) {
    this.#most = most
    this.#seed = seed
    this.#inOrder = inOrder
  }

  get bound(): number {
    if (this.done && !this.#cut) return Infinity
    // The generation is whole when its last child has run.
    return this.#isLast() ? this.#generation : this.#generation - 1
  }

  get done(): boolean {
    return this.#ran && this.#isLast() && this.#children.length === 0
  }

  /** The choices of the last order. */
  get issued(): readonly number[] {
    return this.#issued
  }

  next(): Order | null {
    if (this.done) return null
    if (this.#begun) this.#issued = this.#nextList()
    this.#begun = true
    this.#ran = false
    return new ListedOrder(this.#issued, this.#seed)
  }

  ran({ made, among }: Choices): void {
    this.#ran = true
    const prefix = this.#issued
    const sums: number[] = []
    let sum = 0
    for (let at = prefix.length; at < made.length; at++) {
      sum += (among[at] as number) - 1
      sums.push(sum)
    }
    if (sum === 0) return
    if (this.#generation < this.#most) this.#children.push({ prefix, sums })
    else this.#cut = true
  }

  #nextList(): readonly number[] {
    if (this.#isLast()) {
      this.#parents = this.#children
      this.#children = []
      this.#parent = 0
      this.#child = 0
      this.#generation++
    }
    const { prefix, sums } = this.#parents[this.#parent] as Parent
    const count = sums.at(-1) as number
    const nth = this.#inOrder || count <= FEW ? this.#child : strided(this.#child, count)
    if (++this.#child === count) {
      this.#parent++
      this.#child = 0
    }
    const at = firstAbove(sums, nth)
    const before = at === 0 ? 0 : (sums[at - 1] as number)
    const choices = prefix.slice()
    for (let usual = 0; usual < at; usual++) choices.push(0)
    choices.push(nth - before + 1)
    return choices
  }

  #isLast(): boolean {
    return this.#parent === this.#parents.length
  }
}

/** The `nth` of 0 to `count` - 1 in strides of about 0.62 of them: each once. */
function strided(nth: number, count: number): number {
  let stride = Math.round(count * 0.618)
  while (divisor(stride, count) !== 1) stride++
  return (nth * stride) % count
}

function divisor(a: number, b: number): number {
  return b === 0 ? a : divisor(b, a % b)
}

/** The index of the first of `sums` that is above `nth`. */
function firstAbove(sums: readonly number[], nth: number): number {
  let [low, high] = [0, sums.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sums[middle] as number) > nth) high = middle
    else low = middle + 1
  }
  return low
}
