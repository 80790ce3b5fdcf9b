/**
 * Suites for any test runner: a list of named functions, each of which throws if a promise is broken.
 *
 *   for (const { name, run } of lockSuite(() => new MyLock())) test(name, run)
 */

export interface SuiteCase {
  /** A sentence about behaviour. */
  readonly name: string
  run(): void | Promise<void>
}

/** Throws if `actual` is not as expected. Compares the JSON of both. */
export function expectSame(actual: unknown, expected: unknown, what: string): void {
  const [got, wanted] = [JSON.stringify(actual), JSON.stringify(expected)]
  if (got !== wanted) throw new Error(`Expected ${what} to be ${wanted}, got ${got}`)
}
