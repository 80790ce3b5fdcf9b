// VitePress looks for pages that do not exist, but lets anchors pass, and what becomes of its pages, only the
// files that were written can tell.

import { readFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { filesBelow } from '../../../scripts/lib/workspace.ts'

/** «guide/x.html: ./y.html#z» for each link of a page below `dir` that leads to no file or no place in it. */
export function brokenLinks(dir: string, base: string): string[] {
  const pages = new Map(filesBelow(dir, '.html', '.svg').map((file) => [file, readFileSync(file, 'utf8')]))
  const places = new Map([...pages].map(([file, html]) => [file, valuesOf('id', html)]))
  const files = new Set(filesBelow(dir, ''))
  const leads = (from: string, link: string): boolean => {
    const [path = '', place = ''] = link.split('#').map(decodeURIComponent)
    const file = path === '' ? from : targetOf(dir, base, from, path)
    return place === '' ? files.has(file) : places.get(file)?.has(place) === true
  }
  return [...pages].flatMap(([file, html]) =>
    [...valuesOf('href|src', html)]
      .filter((link) => !/^[a-z]+:/.test(link) && !leads(file, link))
      .map((link) => `${relative(dir, file)}: ${link}`),
  )
}

function targetOf(dir: string, base: string, from: string, path: string): string {
  const file = path.startsWith(base)
    ? resolve(dir, path.slice(base.length))
    : path.startsWith('/')
      ? `outside of the site: ${path}`
      : resolve(dirname(from), path)
  return path.endsWith('/') || file === dir ? resolve(file, 'index.html') : file
}

function valuesOf(attribute: string, html: string): Set<string> {
  return new Set(
    [...html.matchAll(new RegExp(` (?:${attribute})="([^"]*)"`, 'g'))].map((match) =>
      (match[1] ?? '').replaceAll('&amp;', '&'),
    ),
  )
}
