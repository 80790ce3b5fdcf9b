// `pnpm --filter @acoro/docs build`: the site into apps/docs/dist. The pages of the repository and the
// reference are written into .pages as Markdown, VitePress makes the site of them, and the result is looked
// through for links that lead nowhere. Nothing is fetched: the site is built offline, and works offline.
//
// The site is made to lie below `/acoro/`; ACORO_DOCS_BASE says otherwise.

import { cpSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { performance } from 'node:perf_hooks'
import { build } from 'vitepress'
import { filesBelow, root } from '../../../scripts/lib/workspace.ts'
import { base } from './base.ts'
import { brokenLinks } from './broken-links.ts'
import { writeGenerated } from './generated.ts'
import { writePlainText } from './plain-text.ts'
import { playgroundFolder, writePlayground } from './playground/write.ts'
import { writeReference } from './reference.ts'
import { completeExamples, examplesOnly } from './reference-examples.ts'
import { siteGroups } from './site.ts'
import { writePages } from './write-pages.ts'

const here = join(root, 'apps/docs')
const pages = join(here, '.pages')
const dist = join(here, 'dist')

let since = performance.now()
let used = process.cpuUsage()
function tell(what: string): void {
  const { user, system } = process.cpuUsage(used)
  const seconds = [performance.now() - since, (user + system) / 1000].map((ms) => (ms / 1000).toFixed(1))
  console.log(`${what.padEnd(30)} ${seconds[0]} s, ${seconds[1]} s of a processor`)
  since = performance.now()
  used = process.cpuUsage()
}

rmSync(pages, { recursive: true, force: true })
writeGenerated()
const groups = siteGroups()
const withoutWarning = await writeReference(join(pages, 'reference'))
completeExamples(join(pages, 'reference'))
tell('the reference')
const own = { index: join(here, 'home.md'), playground: join(here, 'playground.md') }
writePages(groups, own, pages)
const textOf = (route: string): string => readFileSync(join(pages, `${route}.md`), 'utf8')
const routes = [...groups.flatMap((group) => group.pages.map(({ route }) => route)), ...Object.keys(own)]
const reference = filesBelow(join(pages, 'reference'), '.md').map((file) =>
  relative(pages, file).replaceAll('\\', '/').slice(0, -3),
)
await writePlayground([
  ...routes.map((route) => ({ route, text: textOf(route) })),
  ...reference.map((route) => ({ route, text: examplesOnly(textOf(route)) })),
])
tell('the examples, compiled and run')
await build(here)
cpSync(join(playgroundFolder, 'files'), join(dist, 'playground'), { recursive: true })
tell('the site')
writePlainText(groups, pages, dist)
const broken = brokenLinks(dist, base)
for (const link of broken) console.error(`A link leads nowhere: ${link}`)
tell('plain text and links')
if (!withoutWarning || broken.length > 0) process.exitCode = 1
