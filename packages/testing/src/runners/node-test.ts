/**
 * Coroutines as tests of node:test: `it('…', function* (loop, context) { … })`. `virtual(…)` makes a function
 * for `test` of node:test.
 */

import { type TestContext, test } from 'node:test'
import { coroutineTests, type Register } from './coroutine-tests.ts'
import type { RegisterTest, RegisterTodo } from './test-types.ts'
import { type VirtualBody, type VirtualOptions, virtual as virtualTest } from './virtual.ts'

/** `virtual` of `@acoro/testing`. The body also receives the test context of node:test. */
export const virtual: <Args extends unknown[] = [context: TestContext]>(
  body: VirtualBody<Args>,
  options?: VirtualOptions,
) => (...args: Args) => Promise<void> = virtualTest

/** The options of node:test that a test may have beside those of `virtual`. */
export interface NodeTestOptions {
  /** The time limit, in ms of real time. */
  timeout?: number | undefined
  concurrency?: number | boolean | undefined
  only?: boolean | undefined
  skip?: boolean | string | undefined
  todo?: boolean | string | undefined
  signal?: AbortSignal | undefined
}

/** `it` of node:test for coroutines. */
export interface NodeTestIt extends RegisterTest<[context: TestContext], NodeTestOptions> {
  readonly only: RegisterTest<[context: TestContext], NodeTestOptions>
  readonly skip: RegisterTest<[context: TestContext], NodeTestOptions>
  readonly todo: RegisterTodo<[context: TestContext], NodeTestOptions>
}

const register: Register = (registrar, name, fn, options) =>
  registrar(name, typeof options === 'number' ? { timeout: options } : (options ?? {}), fn)

/** `it` of node:test for coroutines: each runs on a VirtualLoop of its own, as with `virtual`. */
export const it: NodeTestIt = coroutineTests(() => test as never, register) as NodeTestIt
