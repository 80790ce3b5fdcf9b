// The programs that are compared: natively, and in the three forms that compilers give to async functions.
// `call` is the helper: it gets what the compiler's own one would.

import { call1, plain1 } from '@acoro/async/helpers/plugin'

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
  /** Makes so many calls that wait for one promise each. */
  readonly pending: (count: number, promise: Promise<unknown>) => Promise<unknown>[]
}

export type Workload = Exclude<keyof Programs, 'pending'>

export const sizes: Readonly<Record<Workload, number>> = {
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
    pending(count, promise) {
      const waits = async (on: Promise<unknown>): Promise<unknown> => await on
      return Array.from({ length: count }, () => waits(promise))
    },
  }
}

/**
 * What our plugin writes: one generator function for each function, and none for a function without `await`.
 */
export function plugged(): Programs {
  // biome-ignore-start lint/suspicious/noAssignInExpressions: that is the form.
  let k0: Body, k1: Body, k2: Body, k3: Body, k4: Body, k5: Body
  const one = ($0: number) =>
    plain1(
      (k0 ??= {
        one(n: number) {
          return n
        },
      }.one as never),
      void 0,
      $0,
    )
  const fib = ($0: number): Promise<unknown> =>
    call1(
      (k1 ??= {
        *fib(n: number): Generator<unknown, unknown, unknown> {
          return n < 2 ? n : ((yield fib(n - 1)) as number) + ((yield fib(n - 2)) as number)
        },
      }.fib),
      void 0,
      $0,
    )
  const two = ($0: number) =>
    call1(
      (k2 ??= {
        *two(n: number) {
          yield settled
          yield settled
          return n
        },
      }.two),
      void 0,
      $0,
    )
  const waits = ($0: Promise<unknown>) =>
    call1(
      (k5 ??= {
        *waits(on: Promise<unknown>): Generator<unknown, unknown, unknown> {
          return yield on
        },
      }.waits),
      void 0,
      $0,
    )
  return {
    async call() {
      let last: unknown
      for (let i = 0; i < sizes.call; i++) last = one(i)
      return last
    },
    settled: () =>
      call1(
        (k3 ??= {
          *settled() {
            for (let i = 0; i < sizes.settled; i++) yield settled
          },
        }.settled),
        void 0,
        void 0,
      ),
    fib: () => fib(12),
    spawn: () =>
      call1(
        (k4 ??= {
          *spawn() {
            const promises: Promise<unknown>[] = []
            for (let i = 0; i < sizes.spawn; i++) promises.push(two(i))
            for (const promise of promises) yield promise
          },
        }.spawn),
        void 0,
        void 0,
      ),
    pending: (count, promise) => Array.from({ length: count }, () => waits(promise)),
  }
  // biome-ignore-end lint/suspicious/noAssignInExpressions: that is the form.
}

/** One generator function for each function: Babel, swc and oxc. */
export function once(helper: (body: Body) => (...args: never[]) => Promise<unknown>): Programs {
  // Babel makes a function around that of the helper.
  const wrap = (body: Body): ((...args: unknown[]) => Promise<unknown>) => {
    const wrapped = helper(body)
    return function (this: unknown) {
      // biome-ignore lint/complexity/noArguments: that is the form.
      return wrapped.apply(this, arguments as never)
    }
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
  const waits = wrap(function* (on: Promise<unknown>): Generator<unknown, unknown, unknown> {
    return yield on
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
    pending: (count, promise) => Array.from({ length: count }, () => waits(promise)),
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
  const waits = (on: Promise<unknown>): Promise<unknown> =>
    call(undefined, null, function* () {
      return yield on
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
    pending: (count, promise) => Array.from({ length: count }, () => waits(promise)),
  }
}
