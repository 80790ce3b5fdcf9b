// What the site has beside the reference, and where it lies. The pages stay in the repository where people
// read them, too: in docs/, and as the READMEs of the packages, of which the longer ones have a page in
// docs/packages. This list gives each its group and its address. A page of docs/ that nobody has put into a
// group is not lost: it stands under «Further».

import { existsSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { filesBelow, root } from '../../../scripts/lib/workspace.ts'
import { entryPoints } from './entry-points.ts'
import { generatedFolder } from './generated.ts'
import { inOrder } from './order.ts'

export interface SitePage {
  /** The absolute path of the Markdown file. */
  file: string
  /** Its address, from the top of the site, without the ending: `tutorial/1-first-coroutine`. */
  route: string
  /** Its first heading. */
  title: string
}

export interface Group {
  title: string
  pages: SitePage[]
}

const docs = join(root, 'docs')

interface List {
  title: string
  folder: string
  /** The pages of the folder in their order; others follow. */
  order: readonly string[]
  /** Pages of docs/ itself, which come after them. */
  files: readonly string[]
}

const lists: readonly List[] = [
  { title: 'Tutorial', folder: 'tutorial', order: [], files: [] },
  {
    title: 'Coming from',
    folder: 'coming-from',
    order: ['asyncio', 'promises'],
    files: ['adopting', 'from-p-and-cockatiel', 'from-trio', 'from-effect'],
  },
  {
    title: 'How to',
    folder: 'how-to',
    order: [
      ...['fastify', 'express', 'hono', 'next', 'decorators', 'websockets', 'server-sent-events', 'fetch'],
      ...['graceful-shutdown', 'command-line', 'retry', 'rate-limits', 'concurrency', 'caching', 'cron'],
      ...['transactions', 'streaming', 'workers', 'subprocess', 'waiting-for-events', 'react'],
      ...['catch-blocks', 'testing-legacy', 'logging', 'opentelemetry', 'using', 'debuggers'],
    ],
    files: [
      'adopting-generators',
      'compiling',
      'two-faces',
      'client-goes',
      'in-pages',
      'running-it',
      'async-local-storage',
      'bundlers',
      'typescript',
      'editors',
    ],
  },
  {
    title: 'Explanation',
    folder: 'explanation',
    order: [
      ...['why-generators', 'how-the-loop-works', 'cancellation', 'structured-concurrency'],
      ...['memory-and-speed', 'where-it-comes-from', 'what-we-promise'],
    ],
    files: [
      'forgotten-yield-star',
      'when-it-hangs',
      'exploration',
      'cancel-safety',
      'beyond-one-machine',
      'performance',
      'conformance',
      'design',
    ],
  },
]

/** The groups in the order of the menu. */
export function siteGroups(): Group[] {
  const listed = new Set(lists.flatMap(({ files }) => files))
  const groups = lists.map(({ title, folder, order, files }) => ({
    title,
    pages: [
      ...inOrder(filesBelow(join(docs, folder), '.md'), order, nameOf).map((file) =>
        page(file, `${folder}/${nameOf(file)}`),
      ),
      ...files.map((name) => guide(name)),
    ],
  }))
  const others = filesBelow(docs, '.md').filter((file) => dirname(file) === docs && !listed.has(nameOf(file)))
  const further = [
    page(join(generatedFolder, 'changes.md'), 'guide/changes'),
    page(join(generatedFolder, 'runtimes.md'), 'guide/runtimes'),
    ...others.map((file) => guide(nameOf(file))),
    page(join(root, 'examples/README.md'), 'guide/examples'),
    page(join(root, 'apps/demo/README.md'), 'guide/link-checker'),
    page(join(root, 'CONTRIBUTING.md'), 'guide/contributing'),
  ]
  return [
    ...groups.filter(({ pages }) => pages.length > 0),
    { title: 'Packages', pages: packagePages() },
    { title: 'Further', pages: further },
  ]
}

function packagePages(): SitePage[] {
  const dirs = [...new Set(entryPoints.map(({ dir }) => dir))]
  const all = filesBelow(join(root, 'packages'), 'README.md').filter(
    (file) => dirname(dirname(file)) === join(root, 'packages'),
  )
  return inOrder(
    all,
    dirs.map((dir) => join(dir, 'README.md')),
    (file) => file,
  ).map((file) => {
    const name = basename(dirname(file))
    const whole = join(docs, 'packages', `${name}.md`)
    return page(existsSync(whole) ? whole : file, `packages/${name}`)
  })
}

function guide(name: string): SitePage {
  return page(join(docs, `${name}.md`), `guide/${name}`)
}

function page(file: string, route: string): SitePage {
  if (!existsSync(file))
    throw new Error(
      `Expected a page at ${file}: src/site.ts lists it; pnpm --filter @acoro/docs build writes those of .generated`,
    )
  const title = /^# (.*)$/m.exec(readFileSync(file, 'utf8'))?.[1]
  if (title === undefined) throw new Error(`Expected a first heading in ${file}`)
  return { file, route, title: title.replaceAll('`', '') }
}

function nameOf(file: string): string {
  return basename(file, '.md')
}
