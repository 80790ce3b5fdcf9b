import { Lock } from '@acoro/async'

export interface Shop {
  stock(item: string): Promise<number>
  take(item: string): Promise<void>
  putBack(item: string): Promise<void>
  charge(item: string): Promise<string>
  print(item: string): Promise<string>
}

export class Checkout {
  readonly #shop: Shop
  readonly #turn: Lock = new Lock()

  constructor(shop: Shop) {
    this.#shop = shop
  }

  async order(item: string): Promise<string[]> {
    await this.#reserve(item)
    return await Promise.all([this.#shop.charge(item), this.#shop.print(item)])
  }

  async orderWithin(ms: number, item: string): Promise<string[]> {
    return await Promise.race([this.order(item), this.#late(ms)])
  }

  async #reserve(item: string): Promise<void> {
    using _turn = await this.#turn.acquire()
    if ((await this.#shop.stock(item)) < 1) throw new Error(`${item} is sold out`)
    await this.#shop.take(item)
  }

  async #late(ms: number): Promise<never> {
    await new Promise((resolve) => setTimeout(resolve, ms))
    throw new Error(`no answer within ${ms} ms`)
  }
}
