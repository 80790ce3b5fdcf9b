// What an installation of each package takes. A budget is what the package weighs, with room for a few
// features. It is there so that weight which no user asked for, such as maps of each word, does not come back
// unseen.

import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { filesBelow, packages } from '../lib/workspace.ts'

/** In kB of 1000 bytes, unpacked. */
const BUDGETS: Record<string, number> = {
  async: 600,
  compat: 415,
  console: 1170,
  core: 1720,
  distributed: 610,
  'eslint-plugin': 480,
  executors: 475,
  opentelemetry: 120,
  service: 740,
  streams: 860,
  sync: 630,
  testing: 1310,
  web: 800,
}

/** The bytes of what `files` of the manifest names, and of what registries always take. */
function weightOf(dir: string): number {
  const { files } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as { files: string[] }
  return ['package.json', 'README.md', 'LICENSE', ...files]
    .map((name) => join(dir, name))
    .flatMap((path) => (statSync(path).isDirectory() ? filesBelow(path, '') : [path]))
    .reduce((sum, path) => sum + statSync(path).size, 0)
}

test.each(packages().map(({ id, dir }) => ({ id, dir })))(
  '$id weighs no more than its budget',
  ({ id, dir }) => {
    expect(weightOf(dir) / 1000).toBeLessThanOrEqual(BUDGETS[id] ?? 0)
  },
)
