// What the projects of users in integration/ have to have of every package, so that a new one is not left
// out.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { allExamples } from '../examples/extract.ts'
import { filesBelow, packages, root } from '../lib/workspace.ts'

const read = (dir: string, ...endings: string[]): string =>
  filesBelow(join(root, 'integration', dir), ...endings)
    .map((file) => readFileSync(file, 'utf8'))
    .join('\n')

test('every public entry is compiled under every TypeScript', () => {
  const programs = read('types/src', '.ts')
  const missing = packages()
    .flatMap(({ entries }) => entries)
    .filter(({ specifier }) => !programs.includes(`'${specifier}'`))
  expect(missing.map(({ specifier }) => specifier)).toEqual([])
})

test('the dry run of a release uses every package', () => {
  const program = read('registry', 'all.mjs')
  const missing = packages().filter(({ manifest }) => !program.includes(`from '${manifest.name}`))
  expect(missing.map(({ id }) => id)).toEqual([])
})

test('the blocks of the pages find what they import', () => {
  const { acoro, dependencies } = JSON.parse(
    readFileSync(join(root, 'integration/blocks/package.json'), 'utf8'),
  ) as { acoro: string[]; dependencies: Record<string, string> }
  const installed = new Set([...Object.keys(dependencies), ...acoro.map((id) => `@acoro/${id}`)])
  const imported = allExamples().flatMap(({ code }) =>
    [...code.matchAll(/(?:from|import) '((?:@[\w-]+\/)?[a-z][\w-]*)(?:\/[\w/-]+)?'/g)].map(
      ([, name]) => name,
    ),
  )
  const missing = [...new Set(imported)].filter((name = '') => !installed.has(name))
  expect(missing).toEqual([])
})
