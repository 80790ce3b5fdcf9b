/**
 * Coroutines as tests of vitest: `it('…', function* (loop, context) { … })`. `virtual(…)` makes a function
 * for vitest's own `it`.
 */

import { type TestAPI, type TestContext, test as vitestTest } from 'vitest'
import { coroutineTests, type Register } from './coroutine-tests.ts'
import type { RegisterEach, RegisterTest, RegisterTodo } from './test-types.ts'
import { type VirtualBody, type VirtualOptions, virtual as virtualTest } from './virtual.ts'

/**
 * `virtual` of `@acoro/testing`. The body also receives the test context of vitest, or the row of an `each`.
 */
export const virtual: <Args extends unknown[] = [context: TestContext]>(
  body: VirtualBody<Args>,
  options?: VirtualOptions,
) => (...args: Args) => Promise<void> = virtualTest

/** The options of vitest that a test may have beside those of `virtual`. */
export interface VitestOptions {
  /** The time limit, in ms of real time. */
  timeout?: number | undefined
  /** How often a test that failed is run again. */
  retry?: number | undefined
  /** How often the test is run again after it passed. */
  repeats?: number | undefined
  concurrent?: boolean | undefined
  sequential?: boolean | undefined
  skip?: boolean | undefined
  only?: boolean | undefined
  todo?: boolean | undefined
  /** The test passes if it fails. */
  fails?: boolean | undefined
}

/**
 * A fixture of `it.extend`: a value, a function that hands one to `use`, or one of these with its options.
 */
export type VitestFixture<Value, Fixtures> =
  | Value
  | ((context: Fixtures & TestContext, use: (value: Value) => Promise<void>) => Promise<unknown>)
  | [fixture: unknown, options: { auto?: boolean; scope?: string; injected?: boolean }]

/** `it` of vitest for coroutines. `Extra` is what its fixtures add to the context. */
export interface VitestIt<Extra = object>
  extends RegisterTest<[context: TestContext & Extra], VitestOptions> {
  readonly only: VitestIt<Extra>
  readonly skip: VitestIt<Extra>
  readonly concurrent: VitestIt<Extra>
  readonly sequential: VitestIt<Extra>
  /** Passes if the test fails. */
  readonly fails: VitestIt<Extra>
  readonly todo: RegisterTodo<[context: TestContext & Extra], VitestOptions>
  readonly each: RegisterEach<VitestOptions>
  /** A test for each row, which receives the row and the context: `function* (loop, row, { db }) { … }`. */
  for<Row>(rows: readonly Row[]): RegisterTest<[row: Row, context: TestContext & Extra], VitestOptions>
  skipIf(condition: unknown): VitestIt<Extra>
  runIf(condition: unknown): VitestIt<Extra>
  /** Adds fixtures, which are set up for the tests that have them among their parameters. */
  extend<Fixtures extends object>(
    fixtures: {
      [Name in keyof Fixtures]: VitestFixture<Fixtures[Name], Extra & Fixtures>
    },
  ): VitestIt<Extra & Fixtures>
}

const register: Register = (registrar, name, test, options) =>
  registrar(name, typeof options === 'number' ? { timeout: options } : (options ?? {}), test)

/**
 * `it` of vitest for coroutines: each runs on a VirtualLoop of its own, as with `virtual`. It has all that
 * vitest's has: `each`, `for`, `concurrent`, `fails`, `todo`, `extend` …
 */
export const it: VitestIt = withCoroutines(vitestTest)

/**
 * The tests of `test`, vitest's own with its fixtures, for coroutines: `withCoroutines(test.extend({ … }))`.
 */
export function withCoroutines<Extra = object>(test: TestAPI<Extra>): VitestIt<Extra> {
  return coroutineTests(() => test as never, register) as VitestIt<Extra>
}
