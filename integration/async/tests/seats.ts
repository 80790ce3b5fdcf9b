export interface Hall {
  seats: number
}

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

export class Booking {
  #hall: Hall
  sold = 0

  constructor(hall: Hall) {
    this.#hall = hall
  }

  async book(ms: number): Promise<boolean> {
    if (this.#hall.seats < 1) {
      return false
    }
    await wait(ms)
    this.#hall.seats--
    this.sold++
    return true
  }

  async stuck(): Promise<never> {
    return await new Promise<never>(() => {})
  }

  async fails(): Promise<void> {
    await wait(1)
    throw new Error('here')
  }

  async unused(): Promise<void> {
    await wait(2) // never run
  }
}
