// only on server: it runs compilers

import { afterAll, beforeAll, expect, test } from 'vitest'
import { compare } from './fuzz/compare.ts'

// Programs leave calls floating that fail.
const ignore = (): void => {}
let reported: ((...args: unknown[]) => void)[] = []
beforeAll(() => {
  reported = process.listeners('unhandledRejection') as never
  process.removeAllListeners('unhandledRejection')
  process.on('unhandledRejection', ignore)
})
afterAll(() => {
  process.off('unhandledRejection', ignore)
  for (const listener of reported) process.on('unhandledRejection', listener as never)
})

test.each([1, 2, 3])(
  '150 plain programs have the same trace natively and lowered by each compiler: part %i',
  async (part) => {
    expect(await compare(part * 50, 50, true)).toEqual([])
  },
)

test.each([1, 2, 3])(
  'in 150 programs with generators each call has the same trace: part %i',
  async (part) => {
    expect(await compare(10_000 + part * 50, 50, false)).toEqual([])
  },
)
