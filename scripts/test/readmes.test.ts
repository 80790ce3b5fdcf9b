// A README is read on a registry: what it is, how to install it, one example, and where the rest stands.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { filesBelow, root, shown } from '../lib/workspace.ts'

const readmes = [
  join(root, 'README.md'),
  ...['apps', 'conformance', 'examples', 'packages'].flatMap((dir) =>
    filesBelow(join(root, dir), 'README.md'),
  ),
].filter((file) => !shown(file).includes('/.'))

test.each(readmes.map(shown))('%s has 150 lines at most', (file) => {
  expect(readFileSync(join(root, file), 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(150)
})

test('the front README shows in its first screen what it is, code, the commands and a picture', () => {
  const screen = readFileSync(join(root, 'README.md'), 'utf8').split('\n').slice(0, 45).join('\n')
  const places = ['asyncio for TypeScript', '```ts\n', 'pnpm@10 demo', 'pnpm@10 test', '![']
  expect(places.map((text) => screen.indexOf(text)).every((at, i, all) => at > (all[i - 1] ?? -1))).toBe(true)
})
