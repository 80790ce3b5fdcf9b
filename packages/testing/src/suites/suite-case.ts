/**
 * Suites for any runner: a list of named functions, each of which throws where a promise is not kept.
 *
 *   for (const { name, run } of lockSuite(() => new MyLock())) test(name, run)
 */

export interface SuiteCase {
  /** A sentence about behaviour. */
  readonly name: string
  run(): void | Promise<void>
}

/** Throws where `actual` is not what was expected; both are compared by what JSON makes of them. */
export function expectSame(actual: unknown, expected: unknown, what: string): void {
  const [got, wanted] = [JSON.stringify(actual), JSON.stringify(expected)]
  if (got !== wanted) throw new Error(`Expected ${what} to be ${wanted}, got ${got}`)
}
