import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { conformancePage, page } from '../harness/page.ts'
import { root } from '../harness/program.ts'

test('docs/conformance.md is what `pnpm conformance:docs` would write', () => {
  expect(readFileSync(join(root, '..', page), 'utf8')).toBe(conformancePage())
})
