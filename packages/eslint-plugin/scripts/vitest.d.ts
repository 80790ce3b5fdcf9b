// The types of vitest, as far as awaitables pass through them: what `each` hands to a test. The rest, and
// `expect` above all, is asked for in every line of a test, and a third of the time went into it.

// biome-ignore lint/suspicious/noExplicitAny: that is its whole point.
type Anything = any
type Name = string | ((...args: never[]) => unknown)

interface Each {
  <T extends readonly unknown[] | []>(
    cases: readonly T[],
  ): (name: Name, body: (...args: T) => unknown, ...rest: unknown[]) => void
  <T>(cases: readonly T[]): (name: Name, body: (one: T) => unknown, ...rest: unknown[]) => void
}

interface Test {
  (name: Name, ...bodyAndOptions: Anything[]): void
  each: Each
  for: Anything
  only: Test
  skip: Test
  skipIf(condition: unknown): Test
  runIf(condition: unknown): Test
  todo: Anything
  fails: Test
  concurrent: Test
  sequential: Test
  extend: Anything
}

export declare const describe: Test
export declare const it: Test
export declare const test: Test
export declare const afterAll: Anything
export declare const afterEach: Anything
export declare const beforeAll: Anything
export declare const beforeEach: Anything
export declare const expect: Anything
export declare const inject: Anything
export declare const onTestFinished: Anything
export declare const vi: Anything
export declare const expectTypeOf: Anything
export type MockInstance = Anything
export type TestContext = Anything
