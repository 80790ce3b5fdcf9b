import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

/** The README of each package names files of the demo that use it. They have to use it. */

const PACKAGES = new URL('../../../packages/', import.meta.url)

// The linter is no part of a program: `pnpm lint:acoro` runs it on this one.
const names = readdirSync(PACKAGES).filter((name) => name !== 'eslint-plugin')

it.each(names)('@acoro/%s is used where its README says', (name) => {
  const readme = new URL(`${name}/README.md`, PACKAGES)
  const section =
    readFileSync(readme, 'utf8')
      .split(/^## /m)
      .find((text) => text.startsWith('In use')) ?? ''
  const links = [...section.matchAll(/\]\((\.\.\/\.\.\/apps\/demo[^)]*)\)/g)].map(
    ([, path]) => new URL(path!, readme),
  )
  expect(links.filter((link) => !existsSync(link))).toEqual([])
  const sources = links
    .filter(({ pathname }) => pathname.endsWith('.ts'))
    .map((link) => readFileSync(link, 'utf8'))
  expect(sources.length).toBeGreaterThan(0)
  for (const source of sources) expect(source).toContain(`from '@acoro/${name}'`)
})
