/**
 * Coroutines as tests of Mocha: `it('…', function* (loop) { … })`. `virtual(…)` makes a function for Mocha's
 * own `it`. In a body `this` is Mocha's context.
 */

import { coroutineTests, type Register } from './coroutine-tests.ts'
import { globalOf } from './global-of.ts'
import type { RegisterTest, RegisterTodo, TestSettings } from './test-types.ts'
import type { VirtualBody } from './virtual.ts'

export { virtual } from './virtual.ts'

/** The options of Mocha that a test may have beside those of `virtual`. */
export interface MochaOptions {
  /** The time limit, in ms of real time. */
  timeout?: number | undefined
  /** How often a test that failed is run again. */
  retries?: number | undefined
}

/** `it` of Mocha for coroutines. */
export interface MochaIt {
  (name: string, body?: VirtualBody, settings?: TestSettings<MochaOptions>): void
  (name: string, settings: TestSettings<MochaOptions>, body: VirtualBody): void
  readonly only: RegisterTest<[], MochaOptions>
  readonly skip: RegisterTodo<[], MochaOptions>
}

/** What Mocha's `it` returns. */
interface MochaTest {
  timeout(ms: number): unknown
  retries(times: number): unknown
}

const register: Register = (registrar, name, test, options) => {
  const made = registrar(name, test) as MochaTest | undefined
  const settings = typeof options === 'number' ? { timeout: options } : (options as MochaOptions | undefined)
  if (settings?.timeout !== undefined) made?.timeout(settings.timeout)
  if (settings?.retries !== undefined) made?.retries(settings.retries)
  return made
}

/**
 * `it` of Mocha for coroutines: each runs on a VirtualLoop of its own, as with `virtual`. Without a body the
 * test is pending. It is Mocha's global `it`, or `test` of its other interfaces.
 */
export const it: MochaIt = coroutineTests(() => globalOf('Mocha'), register) as MochaIt
