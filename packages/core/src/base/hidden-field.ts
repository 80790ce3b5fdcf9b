/**
 * A field on an object of others that does not show, for what belongs to that object.
 *
 * It is a private field, which costs as much as a property. A WeakMap costs several times as much, and a Map
 * whose keys come and go keeps what they hold (see member-list.ts).
 */

export interface HiddenField<O extends object, V> {
  /** Null if it was never set. */
  get(object: O): V | null
  set(object: O, value: V | null): void
}

/** Its constructor returns the object it is given, so a subclass puts its private fields on that object. */
class Given {
  constructor(object: object) {
    // biome-ignore lint/correctness/noConstructorReturn: that is what it is for.
    return object
  }
}

/** A field of its own for each call. */
export function hiddenField<O extends object, V>(): HiddenField<O, V> {
  class Field extends Given {
    #value: V | null

    constructor(object: O, value: V | null) {
      super(object)
      this.#value = value
    }

    static get(object: object): V | null {
      return #value in object ? object.#value : null
    }

    static set(object: O, value: V | null): void {
      if (#value in object) (object as unknown as Field).#value = value
      else new Field(object, value)
    }
  }
  return { get: Field.get, set: Field.set }
}
