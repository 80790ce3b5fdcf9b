// The programs that are compared: natively, and in the two forms that compilers give to async functions. `call` is the
// helper: it gets what the compiler's own one would.

type Body = (...args: never[]) => Generator<unknown, unknown, unknown>
export type Helper = (self: unknown, args: ArrayLike<unknown> | null, body: Body) => Promise<unknown>
export type Run = () => Promise<unknown>

export interface Programs {
  /** Calls that never wait, by the number of calls. */
  readonly call: Run
  /** Awaits of a promise that has settled. */
  readonly settled: Run
  /** Awaited calls that wait for others. */
  readonly fib: Run
  /** Concurrent calls, each with two awaits. */
  readonly spawn: Run
}

export const sizes: Readonly<Record<keyof Programs, number>> = {
  call: 2_000,
  settled: 2_000,
  fib: 465,
  spawn: 1_000,
}

const settled = Promise.resolve(1)

export function native(): Programs {
  const one = async (n: number): Promise<number> => n
  const fib = async (n: number): Promise<number> => (n < 2 ? n : (await fib(n - 1)) + (await fib(n - 2)))
  const two = async (n: number): Promise<number> => {
    await settled
    await settled
    return n
  }
  return {
    async call() {
      let last: unknown
      for (let i = 0; i < sizes.call; i++) last = one(i)
      return last
    },
    async settled() {
      for (let i = 0; i < sizes.settled; i++) await settled
    },
    fib: () => fib(12),
    async spawn() {
      const promises: Promise<number>[] = []
      for (let i = 0; i < sizes.spawn; i++) promises.push(two(i))
      for (const promise of promises) await promise
    },
  }
}

/** One generator function for each function: Babel, swc and oxc. */
export function once(call: Helper): Programs {
  const wrap = (body: (...args: never[]) => Generator<unknown, unknown, unknown>) =>
    function (this: unknown, ..._args: unknown[]) {
      // biome-ignore lint/complexity/noArguments: that is the form.
      return call(this, arguments, body)
    }
  const one = wrap(function* (n: number) {
    return n
  })
  const fib = wrap(function* (n: number): Generator<unknown, unknown, unknown> {
    if (n < 2) return n
    return ((yield fib(n - 1)) as number) + ((yield fib(n - 2)) as number)
  })
  const two = wrap(function* (n: number) {
    yield settled
    yield settled
    return n
  })
  return {
    async call() {
      let last: unknown
      for (let i = 0; i < sizes.call; i++) last = one(i)
      return last
    },
    settled: wrap(function* () {
      for (let i = 0; i < sizes.settled; i++) yield settled
    }),
    fib: () => fib(12),
    spawn: wrap(function* () {
      const promises: Promise<unknown>[] = []
      for (let i = 0; i < sizes.spawn; i++) promises.push(two(i))
      for (const promise of promises) yield promise
    }),
  }
}

/** One generator function for each call: esbuild and TypeScript. */
export function each(call: Helper): Programs {
  const one = (n: number): Promise<unknown> =>
    call(undefined, null, function* () {
      return n
    })
  const fib = (n: number): Promise<unknown> =>
    call(undefined, null, function* () {
      if (n < 2) return n
      return ((yield fib(n - 1)) as number) + ((yield fib(n - 2)) as number)
    })
  const two = (n: number): Promise<unknown> =>
    call(undefined, null, function* () {
      yield settled
      yield settled
      return n
    })
  return {
    async call() {
      let last: unknown
      for (let i = 0; i < sizes.call; i++) last = one(i)
      return last
    },
    settled: () =>
      call(undefined, null, function* () {
        for (let i = 0; i < sizes.settled; i++) yield settled
      }),
    fib: () => fib(12),
    spawn: () =>
      call(undefined, null, function* () {
        const promises: Promise<unknown>[] = []
        for (let i = 0; i < sizes.spawn; i++) promises.push(two(i))
        for (const promise of promises) yield promise
      }),
  }
}
