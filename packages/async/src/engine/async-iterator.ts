/** The async iterator of any iterable, as `for await` takes it. The skeleton: see start.ts. */

export function asyncIteratorOf(value: object): AsyncIterator<unknown> {
  const own = (value as AsyncIterable<unknown>)[Symbol.asyncIterator]
  if (own !== undefined && own !== null) return Reflect.apply(own, value, []) as AsyncIterator<unknown>
  const inner = Reflect.apply((value as Iterable<unknown>)[Symbol.iterator], value, []) as Iterator<unknown>
  return {
    next: async (sent) => {
      const { done, value: of } = inner.next(sent)
      return { done, value: await of } as IteratorResult<unknown>
    },
    return: async (sent) => {
      const { done, value: of } = inner.return?.(sent) ?? { done: true, value: sent }
      return { done, value: await of } as IteratorResult<unknown>
    },
  }
}
