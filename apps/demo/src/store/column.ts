type Numbers = Uint8Array | Uint32Array | Float64Array

/**
 * Numbers by index, packed into an array that doubles when it is full. Each takes a few bytes, and none is an
 * object.
 */
export class Column {
  readonly #make: new (
    length: number,
  ) => Numbers
  #numbers: Numbers

  /** `Type`: the array type, such as Uint32Array, that the numbers fit into. */
  constructor(Type: new (length: number) => Numbers) {
    this.#make = Type
    this.#numbers = new Type(64)
  }

  /** The number at the index; 0 if none was set. */
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
