/**
 * What asks the garbage collector, also on hosts where it cannot be asked.
 *
 * Some hosts of servers have no FinalizationRegistry and no WeakRef. There nothing is told of what was
 * collected, and a reference is strong.
 */

class Never {
  register(): void {}
  unregister(): boolean {
    return false
  }
}

class Strong<T> {
  readonly #value: T
  constructor(value: T) {
    this.#value = value
  }
  deref(): T {
    return this.#value
  }
}

export const Registry: typeof FinalizationRegistry =
  typeof FinalizationRegistry === 'function' ? FinalizationRegistry : (Never as never)

export const Ref: typeof WeakRef = typeof WeakRef === 'function' ? WeakRef : (Strong as never)
