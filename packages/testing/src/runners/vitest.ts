/**
 * Coroutines as tests of vitest: `it('…', function* (loop, context) { … })`. `virtual(…)` makes a function
 * for vitest's own `it`, `test.each` and the like.
 */

import { type TestContext, test as vitestTest } from 'vitest'
import { type VirtualBody, type VirtualOptions, virtual as virtualTest } from './virtual.ts'

/** `virtual` of `@acoro/testing`. The body also receives the test context of vitest. */
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

/** `it` of vitest for coroutines: each runs on a VirtualLoop of its own, as with `virtual`. */
export const it: VirtualIt & { readonly only: VirtualIt; readonly skip: VirtualIt } = Object.assign(
  function it(...test: Parameters<VirtualIt>): void {
    register(...test)
  },
  { only, skip },
)
