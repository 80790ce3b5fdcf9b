// The menus at the side: one for all pages of the guide, and one for each entry of the reference, because a
// menu with every name of every package would be a large part of each page.

import { existsSync, readdirSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { filesBelow } from '../../../scripts/lib/workspace.ts'
import type { Group } from './site.ts'

interface Item {
  text: string
  link?: string
  items?: Item[]
  base?: string
}

export function menu(groups: readonly Group[]): Item[] {
  return groups.map(({ title, pages }) => ({
    text: title,
    items: pages.map((page) => ({ text: page.title, link: `/${page.route}` })),
  }))
}

const entriesLink: Item = { text: 'All entries', link: '/reference/' }

/** By the path of each entry: its names. */
export function referenceMenus(dir: string): Record<string, Item[]> {
  if (!existsSync(dir)) return {}
  const entries = filesBelow(dir, 'index.md')
    .map((file) => relative(dir, dirname(file)).replaceAll('\\', '/'))
    .filter((entry) => entry !== '')
  const menus = entries.map((entry): [string, Item[]] => {
    const names = (kind: string): Item[] => {
      const folder = join(dir, entry, kind)
      const files = existsSync(folder) ? readdirSync(folder).sort(withoutCase) : []
      return files
        .filter((name) => name.endsWith('.md'))
        .map((name) => name.slice(0, -3))
        .map((name) => ({ text: name, link: name }))
    }
    // With one base for all, because every page of the site loads the menus of all entries.
    const parts = [
      { text: 'Functions', base: `/reference/${entry}/functions/`, items: names('functions') },
      { text: 'Classes', base: `/reference/${entry}/classes/`, items: names('classes') },
      { text: 'Variables', base: `/reference/${entry}/variables/`, items: names('variables') },
    ].filter(({ items }) => items.length > 0)
    return [
      `/reference/${entry}/`,
      [{ text: `@acoro/${entry}`, link: `/reference/${entry}/` }, ...parts, entriesLink],
    ]
  })
  const all = entries.map((entry) => ({ text: `@acoro/${entry}`, link: `/reference/${entry}/` }))
  return Object.fromEntries([...menus, ['/reference/', [{ text: 'Reference', items: all }]]])
}

function withoutCase(a: string, b: string): number {
  return a.localeCompare(b, 'en', { sensitivity: 'base' })
}
