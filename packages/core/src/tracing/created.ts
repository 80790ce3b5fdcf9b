/**
 * Where tasks, futures and handles were made; only in debug mode.
 *
 * It is a private field of theirs, which a class from elsewhere adds: its constructor returns the object. A
 * WeakMap costs more than the stack itself, at once and at each collection, and a property could be seen from
 * outside.
 */

import { type Place, textOfPlace } from './place.ts'

class Given {
  constructor(thing: object) {
    // biome-ignore lint/correctness/noConstructorReturn: so the field of the class below becomes one of the object
    return thing
  }
}

export class Created extends Given {
  #place: Place

  private constructor(thing: object, place: Place) {
    super(thing)
    this.#place = place
  }

  static note(thing: object, place: Place): void {
    if (!(#place in thing)) new Created(thing, place)
  }

  static textOf(thing: object): string | undefined {
    if (!(#place in thing)) return undefined
    thing.#place = textOfPlace(thing.#place)
    return thing.#place
  }
}
