// only on server: it reads a file

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { cancelSafetyPage } from '../support/cancel-page.ts'

test('docs/cancel-safety.md is what `pnpm cancel-safety` would write', () => {
  const page = join(import.meta.dirname, '../../../../docs/cancel-safety.md')
  expect(readFileSync(page, 'utf8')).toBe(cancelSafetyPage())
})
