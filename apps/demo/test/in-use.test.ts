import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { home } from '../../../scripts/lib/home.ts'

/** The README of each package names files of the demo that use it. They have to use it. */

const ROOT = new URL('../../../', import.meta.url)
const PACKAGES = new URL('packages/', ROOT)

// The linter is no part of a program (`pnpm lint:acoro` runs it on this one), and this program has no use for
// async functions, serves nobody, and sends its traces nowhere.
const unused = ['eslint-plugin', 'async', 'web', 'opentelemetry']
const names = readdirSync(PACKAGES).filter((name) => !unused.includes(name))

it.each(names)('@acoro/%s is used where its README says', (name) => {
  const readme = new URL(`${name}/README.md`, PACKAGES)
  const section =
    readFileSync(readme, 'utf8')
      .split(/^## /m)
      .find((text) => text.startsWith('In use')) ?? ''
  // Whole addresses, because a package's README stands alone on npm.
  const links = [...section.matchAll(/\]\(([^)]+)\)/g)]
    .map(([, link]) => link!.replace(`${home}/blob/main/`, '').replace(`${home}/tree/main/`, ''))
    .filter((path) => path.startsWith('apps/demo'))
    .map((path) => new URL(path, ROOT))
  expect(links.filter((link) => !existsSync(link))).toEqual([])
  const sources = links
    .filter(({ pathname }) => pathname.endsWith('.ts'))
    .map((link) => readFileSync(link, 'utf8'))
  expect(sources.length).toBeGreaterThan(0)
  for (const source of sources) expect(source).toContain(`from '@acoro/${name}'`)
})
