// The site for programs that read text: each page as Markdown beside its HTML, `llms.txt` with a line for
// each page, and `llms-full.txt` with the text of all pages but the reference. The code in them is the
// executed code of the pages.

import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { base } from './base.ts'
import { outsideOfBlocks } from './markdown.ts'
import type { Group } from './site.ts'

const summary =
  'asyncio for TypeScript: an event loop of its own, lazy coroutines that are generators, tasks that can really be ' +
  'cancelled, structured concurrency, and a clock that tests control. `await` is `yield*`; times are milliseconds.'

export function writePlainText(groups: readonly Group[], pages: string, dist: string): void {
  cpSync(pages, dist, { recursive: true, filter: (path) => !/\.(png|svg)$/.test(path) })
  const text = (route: string): string => withoutColumns(readFileSync(join(pages, `${route}.md`), 'utf8'))
  for (const route of ['index', ...groups.flatMap((group) => group.pages.map((page) => page.route))])
    writeFileSync(join(dist, `${route}.md`), text(route))
  const lines = groups.flatMap((group) => [
    `\n## ${group.title}\n`,
    ...group.pages.map(
      ({ title, route }) => `- [${title}](${base}${route}.md): ${firstSentence(text(route))}`,
    ),
  ])
  const reference = `\n## Reference\n\n- [Every name](${base}reference/index.md): a page for each entry, class and function`
  writeFileSync(join(dist, 'llms.txt'), `# acoro\n\n> ${summary}\n${lines.join('\n')}\n${reference}\n`)
  const all = groups.flatMap((group) => group.pages.map(({ route }) => withoutLinks(text(route))))
  writeFileSync(join(dist, 'llms-full.txt'), `# acoro\n\n> ${summary}\n\n${all.join('\n\n')}`)
}

/** The first sentence of the first paragraph of prose. */
export function firstSentence(markdown: string): string {
  const paragraphs = withoutFrontMatter(markdown).split(/\n\s*\n/)
  const prose = paragraphs.find((part) => /^[A-Za-z«`*[]/.test(part.trim())) ?? ''
  const plain = prose
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/\s+/g, ' ')
    .trim()
  return /^.*?[.:?](?=\s|$)/.exec(plain)?.[0].replace(/:$/, '.') ?? plain
}

/** The lines that put two programs side by side say nothing in a text. */
function withoutColumns(markdown: string): string {
  return markdown.replace(/^::: (?:beside|and|end)\n+/gm, '')
}

/** Relative links lead nowhere in one file. */
function withoutLinks(markdown: string): string {
  return outsideOfBlocks(withoutFrontMatter(markdown), (part) =>
    part.replace(/!\[[^\]]*\]\([^)]*\)\n*/g, '').replace(/\[([^\]]*)\]\(\.[^)]*\)/g, '$1'),
  ).trim()
}

function withoutFrontMatter(markdown: string): string {
  return markdown.replace(/^---\n[\s\S]*?\n---\n+/, '')
}
