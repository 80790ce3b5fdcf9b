/**
 * Coroutines as tests of `bun test`: `it('…', function* (loop) { … })`. `virtual(…)` makes a function for
 * `test` of `bun:test`.
 */

import { RuntimeError } from '@acoro/core'
import { coroutineTests, type Register } from './coroutine-tests.ts'
import type { RegisterEach, RegisterTest, RegisterTodo } from './test-types.ts'

export { virtual } from './virtual.ts'

/** The options of `bun test` that a test may have beside those of `virtual`. */
export interface BunOptions {
  /** The time limit, in ms of real time. */
  timeout?: number | undefined
  /** How often a test that failed is run again. */
  retry?: number | undefined
  /** How often the test is run again after it passed. */
  repeats?: number | undefined
}

/** `it` of `bun:test` for coroutines, with its own modifiers. */
export interface BunIt extends RegisterTest<[], BunOptions> {
  readonly only: BunIt
  readonly skip: BunIt
  readonly concurrent: BunIt
  readonly serial: BunIt
  /** Passes if the test fails. */
  readonly failing: BunIt
  readonly todo: RegisterTodo<[], BunOptions>
  readonly each: RegisterEach<BunOptions>
  if(condition: unknown): BunIt
  skipIf(condition: unknown): BunIt
  todoIf(condition: unknown): BunIt
}

type Registrar = (...args: unknown[]) => unknown

interface BunProcess {
  getBuiltinModule?(name: string): { readonly test: Registrar } | undefined
}

function bunTest(): Registrar {
  // Other runtimes have no such module, and a bundler would look for one.
  const { process } = globalThis as { process?: BunProcess }
  const tests = process?.getBuiltinModule?.('bun:test')
  if (tests === undefined) {
    throw new RuntimeError(
      'Expected to run in a test file of `bun test`, and there is no bun:test here: start it by `bun test`, or use the ' +
        'entry of your runner, such as @acoro/testing/vitest',
    )
  }
  return tests.test
}

const register: Register = (registrar, name, test, options) =>
  options === undefined ? registrar(name, test) : registrar(name, test, options)

/** `it` of `bun:test` for coroutines: each runs on a VirtualLoop of its own, as with `virtual`. */
export const it: BunIt = coroutineTests(bunTest, register) as BunIt
