/** Async generators of compiled code. The skeleton: see start.ts. */

import { start } from './start.ts'

/** What compilers make of the body of an async function: a generator function, which yields for each `await`. */
export type Body = (this: never, ...args: never[]) => unknown

/** An `await` in an async generator. */
export class Await {
  readonly value: unknown

  constructor(value: unknown) {
    this.value = value
  }
}

/** `yield*` in an async generator. */
export function* delegate(iterator: AsyncIterator<unknown>): Generator<unknown, unknown, unknown> {
  for (;;) {
    const result = (yield new Await(iterator.next())) as IteratorResult<unknown>
    if (result.done === true) return result.value
    yield result.value
  }
}

/** An async generator whose body is `body`. `awaits`: what it yields has yet to be awaited. */
export function asyncGenerator(
  self: unknown,
  args: ArrayLike<unknown> | null | undefined,
  body: Body,
  _awaits: boolean,
): AsyncGenerator<unknown, unknown, unknown> {
  const generator = Reflect.apply(body, self, args ?? []) as Generator<unknown, unknown>
  let last: Promise<unknown> = Promise.resolve()
  const send = (method: 'next' | 'throw' | 'return', sent: unknown): Promise<IteratorResult<unknown>> => {
    const turn = function* (): Generator<unknown, IteratorResult<unknown>> {
      let result = (generator[method] as (sent: unknown) => IteratorResult<unknown>)(sent)
      while (result.done !== true && result.value instanceof Await) {
        try {
          const value = yield result.value.value
          result = generator.next(value)
        } catch (error) {
          result = generator.throw(error)
        }
      }
      return { done: result.done === true, value: yield result.value }
    }
    const after = last.then(() => start(undefined, [], turn))
    last = after.catch(() => {})
    return after as Promise<IteratorResult<unknown>>
  }
  return {
    next: (sent: unknown) => send('next', sent),
    throw: (error: unknown) => send('throw', error),
    return: (value: unknown) => send('return', value),
    [Symbol.asyncIterator]() {
      return this
    },
  } as AsyncGenerator<unknown>
}
