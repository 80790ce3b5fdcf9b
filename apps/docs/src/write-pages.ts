// Writes the pages of the repository into the folder from which the site is built: links and images lead to
// places of the site, and the front matter says what VitePress and the search have to know of the page.

import { copyFileSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { root } from '../../../scripts/lib/workspace.ts'
import { type Places, siteMarkdown } from './markdown.ts'
import { showsPairs } from './pairs.ts'
import type { Group } from './site.ts'

/** Generated tables: every name of asyncio stands in them, so they would be found first for most words. */
const notSearched = new Set([
  'guide/conformance',
  'guide/design',
  'guide/contributing',
  'guide/cancel-safety',
])

/** `own` are pages of the site itself, by their route. */
export function writePages(
  groups: readonly Group[],
  own: Readonly<Record<string, string>>,
  into: string,
): void {
  const pages = groups.flatMap((group) => group.pages)
  const routes = new Map(pages.map(({ file, route }) => [file, route]))
  routes.set(join(root, 'README.md'), 'index')
  // The README of a package leads to the page of the package, which may be another file.
  for (const { route } of pages)
    if (route.startsWith('packages/')) routes.set(join(root, route, 'README.md'), route)
  const places: Places = {
    routeOf(path, anchor) {
      // A section of the front README that has a page here.
      if (path === join(root, 'README.md') && anchor === 'runtimes') return 'guide/runtimes'
      return routes.get(path) ?? (isFolder(path) ? routes.get(join(path, 'README.md')) : undefined)
    },
    takeImage(path) {
      const place = `images/${basename(dirname(path))}-${basename(path)}`
      write(join(into, place), readFileSync(path))
      return place
    },
  }
  for (const { file, route } of pages) {
    const text = siteMarkdown(readFileSync(file, 'utf8'), file, route, places)
    write(join(into, `${route}.md`), frontMatter(route) + text)
  }
  mkdirSync(into, { recursive: true })
  for (const [route, file] of Object.entries(own)) copyFileSync(file, join(into, `${route}.md`))
}

function frontMatter(route: string): string {
  const settings = [
    ...(notSearched.has(route) ? ['search: false'] : []),
    // Two programs beside each other take the place of the outline.
    ...(showsPairs(route) ? ['aside: false', 'pageClass: pairs'] : []),
  ]
  return settings.length === 0 ? '' : `---\n${settings.join('\n')}\n---\n\n`
}

function isFolder(path: string): boolean {
  return statSync(path).isDirectory()
}

function write(path: string, data: string | Buffer): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, data)
}
