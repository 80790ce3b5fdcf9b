/**
 * Context managers made from a generator function, or from any object with an `aclose()`.
 */

import { describeValue, RuntimeError } from '../base/errors.ts'
import type { Awaitable, Suspension } from '../future/future.ts'
import { type AsyncGeneratorObject, asyncGenerator, type EmittedBy } from './async-generator.ts'
import type { AsyncContextManager } from './async-with.ts'
import { type Emission, emit } from './emission.ts'

/** Hands `value` to the block of an `asyncContextManager`, and waits there until the block ends. */
export const provide: typeof emit = emit

class GeneratorContextManager<T> implements AsyncContextManager<T> {
  readonly #generator: AsyncGeneratorObject<T, unknown>

  constructor(generator: AsyncGeneratorObject<T, unknown>) {
    this.#generator = generator
  }

  *aenter(): Generator<Suspension, T, unknown> {
    const result = yield* this.#generator.anext()
    if (result.done === true)
      throw new RuntimeError(`${this.#generator} didn't yield: it ended without provide()`)
    return result.value
  }

  *aexit(error: unknown, failed: boolean = error !== undefined): Generator<Suspension, boolean, unknown> {
    if (!failed) {
      const result = yield* this.#generator.anext()
      if (result.done !== true) yield* this.#refuse("didn't stop: it called provide() a second time")
      return false
    }
    try {
      const result = yield* this.#generator.athrow(error)
      if (result.done !== true)
        yield* this.#refuse("didn't stop after athrow(): it called provide() a second time")
      return true
    } catch (thrown) {
      if (thrown === error) return false
      throw thrown
    }
  }

  *#refuse(why: string): Generator<Suspension, never, unknown> {
    yield* this.#generator.aclose()
    throw new RuntimeError(`${this.#generator} ${why}`)
  }
}

/**
 * Makes a manager from a generator function that provides its value once. The code before `provide` is the
 * entry, the code after it the exit. An error of the block is thrown at the `provide`. Python:
 * `asynccontextmanager`.
 */
export function asyncContextManager<Args extends unknown[], Y>(
  fn: (
    ...args: Args
  ) => Generator<Y, unknown, unknown> & ([Y] extends [Suspension | Emission<unknown>] ? unknown : never),
): (...args: Args) => AsyncContextManager<EmittedBy<Y>> {
  const make = asyncGenerator(fn)
  return (...args: Args) => new GeneratorContextManager(make(...args))
}

/**
 * A manager that hands `thing` to the block and awaits its `aclose()` at the end. Python:
 * `contextlib.aclosing`.
 */
export function aclosing<T extends { aclose(): Awaitable<unknown> }>(thing: T): AsyncContextManager<T> {
  if (typeof (thing as Partial<T> | null)?.aclose !== 'function')
    throw new TypeError(`Expected something with aclose(), got ${describeValue(thing)}`)
  return {
    *aenter() {
      return thing
    },
    *aexit() {
      yield* thing.aclose()
    },
  }
}
