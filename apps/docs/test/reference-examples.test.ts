// The examples of the reference can be copied: what they import stands in them.

import { expect, test } from 'vitest'
import { importableIn } from '../../../scripts/examples/generate.ts'
import { withImports } from '../../../scripts/examples/transform.ts'
import { examplesOnly } from '../src/reference-examples.ts'

const complete = (code: string): string =>
  withImports({ file: 'x', line: 1, code, mode: 'run', docstring: true }, importableIn('sync'))

test('what an example leaves out is imported, in one line a module', () => {
  expect(complete('const lock = new Lock()\nyield* gather(sleep(1), lock.acquire())')).toBe(
    "import { gather, sleep } from '@acoro/core'\nimport { Lock } from '@acoro/sync'\n\n" +
      'const lock = new Lock()\nyield* gather(sleep(1), lock.acquire())',
  )
})

test('what it imports, declares, or names as a member or as a type is left as it is', () => {
  expect(complete('const sleep = () => 1\nsleep()')).toBe('const sleep = () => 1\nsleep()')
  expect(complete("import { Lock } from './own.ts'\nnew Lock().gather()")).toBe(
    "import { Lock } from './own.ts'\nnew Lock().gather()",
  )
  expect(complete("import { on } from 'node:events'\nlet found: Awaitable<void>")).toBe(
    "import { type Awaitable } from '@acoro/core'\nimport { on } from 'node:events'\nlet found: Awaitable<void>",
  )
})

test('of a page of the reference only the examples are programs', () => {
  const page =
    '# gather()\n\n```ts\nfunction gather(): void;\n```\n\n### Example\n\n```ts\ngather()\n```\n\n## Returns\n\n```ts\nvoid\n```\n'
  expect(examplesOnly(page)).toBe('### Example\n\n```ts\ngather()\n```\n\n')
})
