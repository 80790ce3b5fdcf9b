import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { home } from '../lib/home.ts'
import { packages, root, shown } from '../lib/workspace.ts'
import { differences, portable } from '../manifests.ts'

const all = packages()
const readme = (dir: string): string => readFileSync(join(dir, 'README.md'), 'utf8')

describe('what a registry shows of a package', () => {
  it('is what scripts/manifests.ts writes: home, author, keywords, and links that hold there', () => {
    const found = all.flatMap((pkg) => [...differences(pkg).keys()].map(shown))
    expect(found, 'run `pnpm tsx scripts/manifests.ts`').toEqual([])
  })

  it.each(all.map((pkg) => pkg.manifest.name))(
    '%s: the README begins with how to install it, and an example',
    (name) => {
      const text = readme(all.find((pkg) => pkg.manifest.name === name)!.dir)
      const install = text.search(new RegExp(`^npm install .*${name}\\b`, 'm'))
      const example = text.search(/^```(?:ts|js)\b/m)
      const chapters = [...text.matchAll(/^## /gm)]
      expect({ install: install > 0, example: example > 0 && example < chapters[1]!.index }).toEqual({
        install: true,
        example: true,
      })
    },
  )

  it('links to files that exist', () => {
    const page = new RegExp(`\\(${home}/(?:blob|tree)/main/([^)#]+)`, 'g')
    const lost = all.flatMap(({ dir }) =>
      [...readme(dir).matchAll(page)]
        .map((match) => match[1]!)
        .filter((path) => !existsSync(join(root, path))),
    )
    expect(lost).toEqual([])
  })
})

describe('portable', () => {
  const dir = join(root, 'packages/core')

  it('leads a relative link to the home, a folder as a tree, and keeps the anchor', () => {
    const text =
      'See [a](../../docs/design.md#the-loop), [b](../sync), [c](#here) and [d](https://example.org).'
    expect(portable(text, dir)).toBe(
      `See [a](${home}/blob/main/docs/design.md#the-loop), [b](${home}/tree/main/packages/sync), [c](#here) and [d](https://example.org).`,
    )
  })

  it('leaves examples alone', () => {
    const text = '```ts\nconst x = y[0](z)\n```'
    expect(portable(text, dir)).toBe(text)
  })

  it('refuses a link to a file that is not there', () => {
    expect(() => portable('[a](./nowhere.md)', dir)).toThrow(
      'packages/core/README.md links to ./nowhere.md, which does not exist',
    )
  })
})
