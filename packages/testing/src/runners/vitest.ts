/**
 * Coroutines as tests of vitest: `it('…', function* (loop, context) { … })`, or `virtual(…)` where vitest's own `it`, `test.each`
 * and the like take a function.
 */

import { type TestContext, test as vitestTest } from 'vitest'
import { type VirtualBody, type VirtualOptions, virtual as virtualTest } from './virtual.ts'

/** `virtual` of `@acoro/testing`, whose body is also given vitest's test context. */
export const virtual: (
  body: VirtualBody<TestContext>,
  options?: VirtualOptions,
) => (context: TestContext) => Promise<void> = virtualTest<TestContext>

/** Registers a coroutine as a test. */
export type VirtualIt = (name: string, body: VirtualBody<TestContext>, options?: VirtualOptions) => void

const registers =
  (register: (name: string, test: (context: TestContext) => Promise<void>) => void): VirtualIt =>
  (name, body, options) =>
    register(name, virtual(body, options))

const only = registers(vitestTest.only)
const skip = registers(vitestTest.skip)
const register: VirtualIt = registers(vitestTest)

/** vitest's `it` for coroutines: each runs on a VirtualLoop of its own, as by `virtual`. */
export const it: VirtualIt & { readonly only: VirtualIt; readonly skip: VirtualIt } = Object.assign(
  function it(...test: Parameters<VirtualIt>): void {
    register(...test)
  },
  { only, skip },
)
