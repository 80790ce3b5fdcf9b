/**
 * Coroutines as tests of vitest: `it('…', virtual(function* (loop, context) { … }))`.
 */

import type { TestContext } from 'vitest'
import { type VirtualBody, type VirtualOptions, virtual as virtualTest } from './virtual.ts'

/** `virtual` of `@acoro/testing`, whose body is also given vitest's test context. */
export const virtual: (
  body: VirtualBody<TestContext>,
  options?: VirtualOptions,
) => (context: TestContext) => Promise<void> = virtualTest<TestContext>
