type Numbers = Uint8Array | Uint32Array | Float64Array

/** Numbers by index, packed, in an array that doubles when it has to: a few bytes each, and none of them an object. */
export class Column {
  readonly #make: new (
    length: number,
  ) => Numbers
  #numbers: Numbers

  /** `Type`: an array for what the numbers have to fit into, such as Uint32Array. */
  constructor(Type: new (length: number) => Numbers) {
    this.#make = Type
    this.#numbers = new Type(64)
  }

  /** What was set there, 0 if nothing was. */
  get(index: number): number {
    return this.#numbers[index] ?? 0
  }

  set(index: number, value: number): void {
    if (index >= this.#numbers.length) {
      const grown = new this.#make(Math.max(index + 1, 2 * this.#numbers.length))
      grown.set(this.#numbers)
      this.#numbers = grown
    }
    this.#numbers[index] = value
  }
}
