// A shop for the tests: each of its answers takes a while.

import type { Shop } from './step-0/src/checkout.ts'

const delay = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

export interface Answers {
  stock?: number
  /** How long a charge takes, in ms. */
  charging?: number
  /** The printer fails. */
  jammed?: boolean
}

/** A shop, and the log of what was done there. */
export function open({
  stock = 1,
  charging = 20,
  jammed = false,
}: Answers = {}): Shop & { log: string[]; left: number } {
  const shop = {
    log: [] as string[],
    left: stock,
    async stock() {
      await delay(10)
      return shop.left
    },
    async take(item: string) {
      await delay(10)
      shop.left--
      shop.log.push(`took ${item}`)
    },
    async putBack(item: string) {
      await delay(10)
      shop.left++
      shop.log.push(`put ${item} back`)
    },
    async charge(item: string) {
      await delay(charging)
      shop.log.push(`charged ${item}`)
      return 'receipt 1'
    },
    async print(item: string) {
      await delay(5)
      if (jammed) throw new Error(`no label for ${item}`)
      return 'label 1'
    },
  }
  return shop
}
