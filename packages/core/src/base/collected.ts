/**
 * FinalizationRegistry and WeakRef, with stand-ins for platforms that have neither.
 *
 * Some serverless platforms leave them out. There the registry never calls back, and the reference is strong.
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
