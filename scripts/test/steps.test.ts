import { expect, it } from 'vitest'
import { blocksOf } from '../examples/extract.ts'
import { Steps } from '../examples/steps.ts'

const block = (name: string, ...code: string[]): string =>
  [`\`\`\`ts file=${name}`, ...code, '```'].join('\n')

it('a block imports the files of earlier blocks, as they are at this point', () => {
  const pages = [
    block('a.ts', 'export const a = 1'),
    block('b.ts', "import { a } from './a.ts'", 'export const b = a'),
    block('a.ts', 'export const a = 2'),
    block('main.ts', "import { b } from './b.ts'", 'b'),
  ]
  const steps = new Steps()
  const found = blocksOf(pages.join('\n'), 'docs/x/1.md').map((example) => steps.add(example))
  expect(found.map((step) => [step?.name, Object.fromEntries(step?.imported ?? [])])).toEqual([
    ['a', {}],
    ['b', { 'a.ts': 'export const a = 1\n' }],
    ['a', {}],
    ['main', { 'b.ts': "import { a } from './a.ts'\nexport const b = a\n", 'a.ts': 'export const a = 2\n' }],
  ])
})

it('refuses an import that no block before it has made', () => {
  const [example] = blocksOf(block('main.ts', "import { a } from './a.ts'"), 'docs/x/1.md')
  expect(() => new Steps().add(example!)).toThrow(
    'docs/x/1.md:2: main.ts imports ./a.ts, which no block before it has made',
  )
})
