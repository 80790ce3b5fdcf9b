// Which examples of a page get a button.

import { expect, test } from 'vitest'
import { examplesOf, importedBy } from '../../src/playground/programs.ts'

test('a program imports what its statements name, and nothing that is only text', () => {
  const code = [
    "import 'a'",
    "import { x, type Y } from 'b'",
    "import {\n  one,\n  two,\n} from 'c'",
    "import type { Z } from 'd'",
    "export * from 'e'",
    "export type State = 'up' | 'down'",
    "export const delays = new Map([\n  ['news.example', 100],\n])",
    "export const note = 'it came from'",
  ]
  expect(importedBy(code.join('\n'))).toEqual(['a', 'b', 'c', 'd', 'e'])
})

const page = (text: string): string[] =>
  examplesOf([{ route: 'tutorial/1', text }]).map(({ program }) => program.main)
const block = (name: string, code: string): string => `\`\`\`ts file=${name}\n${code}\n\`\`\`\n`

test('a file of a growing program runs with the files that it imports', () => {
  const check = block(
    'check.ts',
    "import { sleep } from '@acoro/core'\nexport type State = 'up' | 'down'\nexport { sleep }",
  )
  const main = block(
    'main.ts',
    "import { type State } from './check.ts'\nconst state: State = 'up'\nconsole.log(state)",
  )
  expect(page(check + main)).toEqual(['check.ts', 'main.ts'])
})

test('what imports a module that the worker has not, itself or by another file, gets none', () => {
  const ask = block('ask.ts', "import { get } from 'node:http'\nexport const ask = get")
  const main = block('main.ts', "import { ask } from './ask.ts'\nask()")
  const other = block('other.ts', 'console.log(process.version)')
  expect(page(ask + main + other)).toEqual([])
})
