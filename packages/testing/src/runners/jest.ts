/**
 * Coroutines as tests of Jest: `it('…', function* (loop) { … })`. `virtual(…)` makes a function for Jest's
 * own `it`.
 */

import { coroutineTests, type Register } from './coroutine-tests.ts'
import { globalOf } from './global-of.ts'
import type { RegisterEach, RegisterTest, RegisterTodo } from './test-types.ts'

export { virtual } from './virtual.ts'

/** The options of Jest that a test may have beside those of `virtual`. */
export interface JestOptions {
  /** The time limit, in ms of real time. */
  timeout?: number | undefined
}

/** `it` of Jest for coroutines, with its own modifiers. */
export interface JestIt extends RegisterTest<[], JestOptions> {
  readonly only: JestIt
  readonly skip: JestIt
  readonly concurrent: JestIt
  /** Passes if the test fails. */
  readonly failing: JestIt
  readonly todo: RegisterTodo<[], JestOptions>
  readonly each: RegisterEach<JestOptions>
}

const register: Register = (registrar, name, test, options) => {
  const timeout = typeof options === 'number' ? options : (options as JestOptions | undefined)?.timeout
  return test === undefined ? registrar(name) : registrar(name, test, timeout)
}

/**
 * `it` of Jest for coroutines: each runs on a VirtualLoop of its own, as with `virtual`. It is Jest's global;
 * where Jest makes no globals (`injectGlobals: false`), use `virtual`.
 */
export const it: JestIt = coroutineTests(() => globalOf('Jest'), register) as JestIt
