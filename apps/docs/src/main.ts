// `pnpm --filter @acoro/docs build`: the API reference, made by typedoc from the sources into dist.
//
// typedoc needs the compiler's API, which TypeScript 7 no longer has, so this folder has a TypeScript 6 of its own. It
// reads the sources only for their types: whether they are right, `tsc` says. What is warned of fails the build, because
// a warning is a link that leads nowhere, or a type that readers meet but cannot look up.

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Application, Converter } from 'typedoc'
import { root } from '../../../scripts/lib/workspace.ts'
import { brokenLinks } from './broken-links.ts'
import { entryPoints } from './entry-points.ts'
import { linkNames } from './link-names.ts'
import { notExported } from './not-exported.ts'
import { inOrder } from './order.ts'
import { addPages } from './pages.ts'
import { tidy } from './tidy.ts'

const here = join(root, 'apps/docs')
const dist = join(here, 'dist')
const chapters = inOrder(
  readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md')),
  [
    'adopting.md',
    'compiling.md',
    'two-faces.md',
    'adopting-generators.md',
    'bundlers.md',
    'forgotten-yield-star.md',
    'editors.md',
    'when-it-hangs.md',
    'cancel-safety.md',
    'performance.md',
    'conformance.md',
    'design.md',
  ],
  (name) => name,
)

const onlyExports = { notExported: true, invalidLink: false, invalidPath: false, rewrittenLink: false }

const app = await Application.bootstrap({
  name: 'acoro',
  entryPoints: entryPoints.map((entry) => entry.source),
  tsconfig: join(here, 'tsconfig.sources.json'),
  skipErrorChecking: true,
  readme: 'none',
  out: dist,
  favicon: join(here, 'assets/favicon.svg'),
  logLevel: 'Warn',
  treatWarningsAsErrors: true,
  validation: { notExported: true, invalidLink: true, invalidPath: true, rewrittenLink: true },
  excludeInternal: true,
  excludePrivate: true,
  excludeExternals: true,
  disableSources: true,
  disableGit: true,
  sortEntryPoints: false,
  navigation: { includeFolders: false },
  kindSortOrder: ['Module', 'Function', 'Class', 'Interface', 'TypeAlias', 'Variable', 'Document'],
  headings: { readme: false, document: true },
  highlightLanguages: ['ts', 'js', 'sh', 'console', 'diff', 'json', 'text'],
  searchInDocuments: true,
  hideGenerator: true,
})

app.converter.on(Converter.EVENT_RESOLVE_BEGIN, (context) => {
  tidy(context)
  addPages(context, {
    front: join(root, 'README.md'),
    chapters: [
      ...chapters.map((name) => join(root, 'docs', name)),
      join(root, 'apps/demo/README.md'),
      join(root, 'CONTRIBUTING.md'),
    ],
    packages: new Map(entryPoints.filter(({ main }) => main).map(({ specifier, dir }) => [specifier, dir])),
  })
})

app.converter.on(Converter.EVENT_END, linkNames)

const found = app.getEntryPoints() ?? []
const names = new Map(entryPoints.map(({ source, specifier }) => [source, specifier]))
const project = app.converter.convert(
  found.map((entry) => ({
    ...entry,
    displayName: names.get(entry.sourceFile.fileName) ?? entry.displayName,
  })),
)
// typedoc asks of one package alone, that of the project, whether its types are exported.
for (const packageName of new Set(entryPoints.map((entry) => entry.packageName))) {
  project.packageName = packageName
  app.options.setValue('intentionallyNotExported', notExported[packageName] ?? [])
  app.validate(project)
  app.options.setValue('validation', onlyExports)
}
delete project.packageName
await app.generateOutputs(project)
for (const link of brokenLinks(dist)) app.logger.error(`A link leads nowhere: ${link}`)
if (app.logger.hasErrors() || app.logger.hasWarnings()) process.exitCode = 1
