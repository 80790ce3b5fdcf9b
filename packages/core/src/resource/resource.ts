/**
 * Resources whose release waits: `async with`. What is released synchronously is a Disposable and needs none of this
 * (`using permit = yield* semaphore.acquire()`).
 */

import { makesCoroutines } from '../base/coroutine-function.ts'
import { describeValue, RuntimeError } from '../base/errors.ts'
import { inspect } from '../base/inspect.ts'
import { invoke } from '../coroutine/body.ts'
import type { Coroutine } from '../coroutine/coroutine.ts'
import { coroutine } from '../coroutine/define.ts'
import type { Awaitable, Suspension } from '../future/future.ts'
import { type AsyncGeneratorObject, asyncGenerator, type EmittedBy } from './async-generator.ts'
import { type Emission, emit } from './emission.ts'

/**
 * `__aenter__` and `__aexit__`. `aexit` gets the error the block ended with, else undefined; true swallows it. What was
 * thrown may be undefined: `failed` says whether the block threw.
 */
export interface AsyncContextManager<T> {
  aenter(): Awaitable<T>
  aexit(error: unknown, failed?: boolean): Awaitable<boolean | void>
}

/**
 * `async with`: enters `manager`, runs `body` with its value, and leaves it, whatever happens. Gives what the body
 * returns, or undefined where the manager swallowed its error.
 *
 * @example
 * ```ts
 * import { asyncContextManager, asyncWith, provide, run, sleep } from '@acoro/core'
 *
 * const log: string[] = []
 * const connection = asyncContextManager(function* connection(name: string) {
 *   log.push(`open ${name}`)
 *   try {
 *     yield* provide(name.toUpperCase())
 *   } finally {
 *     yield* sleep(1)
 *     log.push(`close ${name}`)
 *   }
 * })
 * await run(function* main() {
 *   yield* asyncWith(connection('db'), function* (handle) {
 *     log.push(`use ${handle}`)
 *   })
 * })
 * log // => ['open db', 'use DB', 'close db']
 * ```
 */
export function asyncWith<T, R>(
  manager: AsyncContextManager<T>,
  body: (value: T) => Awaitable<R>,
): Coroutine<R> {
  checkManager(manager)
  if (typeof body !== 'function')
    throw new TypeError(`Expected a generator function (function*), got ${describeValue(body)}`)
  return within(manager, body) as Coroutine<R>
}

const within = coroutine(function* asyncWith<T, R>(
  manager: AsyncContextManager<T>,
  body: (value: T) => Awaitable<R>,
) {
  const value = yield* manager.aenter()
  let result: R
  try {
    result = yield* invoke(body, value)
  } catch (error) {
    if ((yield* manager.aexit(error, true)) === true) return undefined
    throw error
  }
  yield* manager.aexit(undefined, false)
  return result
})

function checkManager(manager: unknown): void {
  const { aenter, aexit } = (manager ?? {}) as Partial<AsyncContextManager<unknown>>
  if (typeof aenter !== 'function' || typeof aexit !== 'function') {
    throw new TypeError(`Expected a manager with aenter() and aexit(), got ${describeValue(manager)}`)
  }
}

/** Gives `value` to the block of an `asyncContextManager`, and waits there until the block ends. */
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
 * Makes a manager of a generator function that provides its value once: what stands before `provide` is the entry,
 * what stands after it the exit; an error of the block is thrown at the `provide`. Python: `asynccontextmanager`.
 */
export function asyncContextManager<Args extends unknown[], Y>(
  fn: (
    ...args: Args
  ) => Generator<Y, unknown, unknown> & ([Y] extends [Suspension | Emission<unknown>] ? unknown : never),
): (...args: Args) => AsyncContextManager<EmittedBy<Y>> {
  const make = asyncGenerator(fn)
  return (...args: Args) => new GeneratorContextManager(make(...args))
}

/** A manager that gives `thing` and awaits its `aclose()` at the end. Python: `contextlib.aclosing`. */
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

type Exit = (error: unknown, failed: boolean) => Awaitable<boolean | void>

/**
 * Managers and callbacks that are left in the reverse order of their coming; each sees the error as those inside
 * it left it: passed, swallowed or replaced. Python: `contextlib.AsyncExitStack`.
 */
export class AsyncExitStack implements AsyncContextManager<AsyncExitStack> {
  #exits: Exit[] = []

  /** Enters a manager now, and leaves it with the stack. */
  enterAsyncContext<T>(manager: AsyncContextManager<T>): Coroutine<T> {
    checkManager(manager)
    return entering(this, manager) as Coroutine<T>
  }

  /** Takes a manager that has been entered already, or a function that is called like `aexit`. */
  pushAsyncExit(exit: AsyncContextManager<unknown> | Exit): void {
    if (typeof exit === 'function') this.#exits.push(exit)
    else {
      checkManager(exit)
      this.#exits.push((error, failed) => exit.aexit(error, failed))
    }
  }

  /** Calls a coroutine function at the end; it neither sees nor swallows errors. */
  pushAsyncCallback<Args extends unknown[]>(fn: (...args: Args) => Awaitable<unknown>, ...args: Args): void {
    checkFunction(fn, 'a coroutine function')
    this.#exits.push(function* () {
      yield* fn(...args)
    })
  }

  /** Calls a plain function at the end. */
  callback<Args extends unknown[]>(fn: (...args: Args) => unknown, ...args: Args): void {
    checkFunction(fn, 'a plain function')
    if (makesCoroutines(fn)) {
      throw new TypeError(
        `Expected a plain function, got ${describeValue(fn)}, which makes a coroutine: use pushAsyncCallback()`,
      )
    }
    this.#exits.push(function* () {
      fn(...args)
    })
  }

  /** Takes a Disposable, disposes of it at the end, and gives it back. */
  use<D extends Disposable>(disposable: D): D {
    if (typeof (disposable as Partial<D> | null | undefined)?.[Symbol.dispose] !== 'function')
      throw new TypeError(`Expected something with [Symbol.dispose](), got ${describeValue(disposable)}`)
    this.callback(() => disposable[Symbol.dispose]())
    return disposable
  }

  /** A new stack with all that was in this one, which is empty then. */
  popAll(): AsyncExitStack {
    const stack = new AsyncExitStack()
    stack.#exits = this.#exits
    this.#exits = []
    return stack
  }

  toString(): string {
    const count = this.#exits.length
    return `<AsyncExitStack of ${count === 1 ? '1 exit' : `${count} exits`}>`
  }

  /** @internal */
  [inspect](): string {
    return this.toString()
  }

  /** Leaves everything now. */
  aclose(): Coroutine<void> {
    return unwinding(this)
  }

  *aenter(): Generator<never, this, unknown> {
    return this
  }

  *aexit(error: unknown, failed: boolean = error !== undefined): Generator<Suspension, boolean, unknown> {
    let pending = error
    let failing = failed
    let replaced = false
    for (let exit = this.#exits.pop(); exit !== undefined; exit = this.#exits.pop()) {
      try {
        if ((yield* exit(pending, failing)) === true) {
          pending = undefined
          failing = false
          replaced = false
        }
      } catch (thrown) {
        if (failing) noteReplaced(pending, thrown)
        pending = thrown
        failing = true
        replaced = true
      }
    }
    if (replaced) throw pending
    return failed && !failing
  }
}

function checkFunction(fn: unknown, what: string): void {
  if (typeof fn !== 'function') throw new TypeError(`Expected ${what}, got ${describeValue(fn)}`)
}

/** The error that `thrown` replaces would be lost. */
function noteReplaced(pending: unknown, thrown: unknown): void {
  if (thrown === pending) return
  try {
    if (thrown instanceof Error && thrown.cause === undefined) thrown.cause = pending
  } catch {
    // A frozen error, or one that is none: it stays as it is.
  }
}

const entering = coroutine(function* enterAsyncContext<T>(
  stack: AsyncExitStack,
  manager: AsyncContextManager<T>,
) {
  const value = yield* manager.aenter()
  stack.pushAsyncExit(manager as AsyncContextManager<unknown>)
  return value
})

const unwinding = coroutine(function* aclose(stack: AsyncExitStack) {
  yield* stack.aexit(undefined)
})
