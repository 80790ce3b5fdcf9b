/**
 * A race and its cure, as plain async code.
 *
 * The programs know nothing of acoro. All they wait for comes by the world they are given, so that a test can
 * say how I/O behaves: as a bare turn, or as a timer of 10 ms. They are methods that import nothing and have
 * no async arrow functions, so that the same text makes generator programs, too (`worlds.ts`).
 */

/** What a program may wait for. */
export interface World {
  /** A request, a query, a write: it takes as long as the test says. */
  io(): Promise<void>
  sleep(ms: number): Promise<void>
  /** Starts what is awaited later, or never. */
  spawn<T>(work: Promise<T>): Promise<T>
  all<T>(work: readonly Promise<T>[]): Promise<readonly T[]>
  deferred(): { readonly promise: Promise<void>; resolve(): void }
}

/** Throws if something went wrong. */
export type Program = (world: World) => Promise<void>

export interface Race {
  readonly name: string
  readonly racy: Program
  readonly cured: Program
}
