import { transform } from 'esbuild'
import { expect, it } from 'vitest'
import { byTabs } from '../indentation.ts'
import { expectMapped } from './support/expect-mapped.ts'

const lines = (...all: string[]): string => all.join('\n')
const indented = (...code: string[]): string => byTabs(lines(...code), { mappings: '' }).code

it('each four spaces at the beginning of a line become a tab, and what is left over stays', () => {
  expect(indented('if (a) {', '    b(', '          c)', '  d;', '}', '', '    ')).toBe(
    lines('if (a) {', '\tb(', '\t\t  c)', '  d;', '}', '', '\t'),
  )
})

it('the text of a template keeps its spaces, and the code in it does not', () => {
  const code = [
    '    a(`',
    '    text',
    '        ${b(`',
    '    inner`,',
    '        c)} more',
    '    `);',
    '    d;',
  ]
  expect(indented(...code)).toBe(
    lines('\ta(`', '    text', '        ${b(`', '    inner`,', '\t\tc)} more', '    `);', '\td;'),
  )
})

it('keeps the map right: each name leads to the place it came from', async () => {
  const source = lines(
    'export function alpha(one: number) {',
    '  if (one > 1) {',
    '    const beta = `',
    '    text`; return beta',
    '  }',
    '  return gamma',
    '}',
    'const gamma: number = 1',
  )
  const built = await transform(source, { loader: 'ts', sourcemap: true, sourcefile: 'in.ts' })
  const map = JSON.parse(built.map) as { mappings: string }
  const { code, mappings } = byTabs(built.code, map)
  expect(code).toMatch(/^\tconst beta/m)
  expectMapped(['alpha', 'beta', 'gamma'], { code, map: { ...map, mappings }, source })
})
