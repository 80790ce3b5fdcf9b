// Two installed copies of this package: the helpers of one know the calls of the other, or refuse by name.

import { sleep, taskOf } from '@acoro/async'
import { expect, test } from 'vitest'
import type { linkOf } from '../src/engine/link.ts'

interface Copy {
  readonly linkOf: typeof linkOf
}

const slot = (globalThis as never as Record<symbol, { protocol: number }>)[Symbol.for('acoro.async')] as {
  protocol: number
}

test('a promise leads to its task in each copy', async () => {
  // @ts-expect-error no file for the compiler
  const copy = (await import('../src/engine/link.ts?copy')) as Copy
  const promise = sleep(1, 'rested')
  expect(taskOf(promise)).not.toBeNull()
  expect(copy.linkOf(promise)).toBe(taskOf(promise))
  expect(copy.linkOf(Promise.resolve())).toBeNull()
  expect(await promise).toBe('rested')
})

test('a copy of another protocol is refused, and what to do is said', async () => {
  const { protocol } = slot
  slot.protocol = 99
  try {
    // @ts-expect-error no file for the compiler
    const loading: Promise<unknown> = import('../src/engine/link.ts?copy&third')
    await expect(loading).rejects.toThrow(
      'Two versions of @acoro/async that cannot work together are loaded (protocols 99 and 1): ' +
        'let the package manager deduplicate @acoro/async',
    )
  } finally {
    slot.protocol = protocol
  }
})
