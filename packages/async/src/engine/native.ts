/** The engine's own methods, taken before other code can change them. */

const generators = Object.getPrototypeOf((function* () {})()) as object
const shared = Object.getPrototypeOf(generators) as Generator<unknown, unknown, unknown>

/** The engine's `next`, to be called on a generator of the engine. A look-up on the generator takes longer. */
export const resumeNext: (sent?: unknown) => IteratorResult<unknown, unknown> = shared.next as never
export const resumeThrow: (error: unknown) => IteratorResult<unknown, unknown> = shared.throw
export const resumeReturn: (value: unknown) => IteratorResult<unknown, unknown> = shared.return

const functions = Object.getPrototypeOf(function* () {}) as object

/** What compilers make of the body of an async function: a generator function, which yields for each `await`. */
export type Body = (this: never, ...args: never[]) => unknown

/** Returns the generator of `body`, as one of the engine. Throws what its default parameters throw. */
export function generatorOf(
  body: Body,
  self: unknown,
  args: ArrayLike<unknown> | null | undefined,
): Generator<unknown, unknown, unknown> {
  const generator = body.apply(self as never, args as never) as Generator<unknown, unknown, unknown>
  return Object.getPrototypeOf(body) === functions ? generator : delegating(generator)
}

/** A generator that a compiler made, for a target without generators. */
function* delegating(generator: Generator<unknown, unknown, unknown>): Generator<unknown, unknown, unknown> {
  return yield* generator
}

/** The engine's `then`: `await` calls it on a native promise, even if that has a `then` of its own. */
export const nativeThen: typeof Promise.prototype.then = Promise.prototype.then

/** `value` as a native promise, as `await` makes it. Throws if its `constructor` does. */
export const resolved: (value: unknown) => Promise<unknown> = Promise.resolve.bind(Promise)
export const rejectedWith: (error: unknown) => Promise<never> = Promise.reject.bind(Promise)

/** Is it a promise of this realm? False for what cannot be asked. */
export function isPromise(value: unknown): value is Promise<unknown> {
  try {
    return value instanceof Promise
  } catch {
    return false
  }
}

export const ignore = (): void => {}
