import { Lock, taskGroup, timeout } from '@acoro/async'

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
    try {
      return await taskGroup(async (group) => {
        const receipt = group.createTask(() => this.#shop.charge(item))
        const label = group.createTask(() => this.#shop.print(item))
        return [await receipt, await label]
      })
    } catch (error) {
      await this.#shop.putBack(item)
      throw error
    }
  }

  async orderWithin(ms: number, item: string): Promise<string[]> {
    return await timeout(ms, () => this.order(item))
  }

  async #reserve(item: string): Promise<void> {
    using _turn = await this.#turn.acquire()
    if ((await this.#shop.stock(item)) < 1) throw new Error(`${item} is sold out`)
    await this.#shop.take(item)
  }
}
