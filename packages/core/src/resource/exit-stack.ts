/**
 * A stack of resources, for blocks that do not know in advance how many they need.
 */

import { makesCoroutines } from '../base/coroutine-function.ts'
import { describeValue } from '../base/errors.ts'
import { inspect } from '../base/inspect.ts'
import type { Coroutine } from '../coroutine/coroutine.ts'
import { coroutine } from '../coroutine/define.ts'
import type { Awaitable, Suspension } from '../future/future.ts'
import { type AsyncContextManager, checkManager } from './async-with.ts'

type Exit = (error: unknown, failed: boolean) => Awaitable<boolean | void>

/**
 * A stack of managers and callbacks that are left in reverse order. Each one sees the error as the inner ones
 * left it: passed, swallowed or replaced. Python: `contextlib.AsyncExitStack`.
 */
export class AsyncExitStack implements AsyncContextManager<AsyncExitStack> {
  #exits: Exit[] = []

  /** Enters a manager now, and leaves it with the stack. */
  enterAsyncContext<T>(manager: AsyncContextManager<T>): Coroutine<T> {
    checkManager(manager)
    return entering(this, manager) as Coroutine<T>
  }

  /** Adds a manager that has already been entered, or a function that is called like `aexit`. */
  pushAsyncExit(exit: AsyncContextManager<unknown> | Exit): void {
    if (typeof exit === 'function') this.#exits.push(exit)
    else {
      checkManager(exit)
      this.#exits.push((error, failed) => exit.aexit(error, failed))
    }
  }

  /** Calls a coroutine function at the end. It neither sees nor swallows errors. */
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

  /** Adds a Disposable, disposes of it at the end, and returns it. */
  use<D extends Disposable>(disposable: D): D {
    if (typeof (disposable as Partial<D> | null | undefined)?.[Symbol.dispose] !== 'function')
      throw new TypeError(`Expected something with [Symbol.dispose](), got ${describeValue(disposable)}`)
    this.callback(() => disposable[Symbol.dispose]())
    return disposable
  }

  /** Moves everything to a new stack and returns that. This stack is empty afterwards. */
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

/** Keeps the error that `thrown` replaces as its cause. It would be lost otherwise. */
function noteReplaced(pending: unknown, thrown: unknown): void {
  if (thrown === pending) return
  try {
    if (thrown instanceof Error && thrown.cause === undefined) thrown.cause = pending
  } catch {
    // A frozen error stays as it is, and so does a thrown value that is no error.
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
