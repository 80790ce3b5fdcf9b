/**
 * Coroutines as tests of node:test: `test('…', virtual(function* (loop, context) { … }))`.
 */

import type { TestContext } from 'node:test'
import { type VirtualBody, type VirtualOptions, virtual as virtualTest } from './virtual.ts'

/** `virtual` of `@acoro/testing`. The body also receives the test context of node:test. */
export const virtual: (
  body: VirtualBody<TestContext>,
  options?: VirtualOptions,
) => (context: TestContext) => Promise<void> = virtualTest<TestContext>
