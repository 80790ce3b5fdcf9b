// The API reference as Markdown, made by typedoc from the sources: a page for each class, function and
// variable, and one for each entry with everything else.
//
// typedoc needs the compiler's API, which TypeScript 7 no longer has, so this folder has a TypeScript 6 of
// its own. It reads the sources only for their types: whether they are right, `tsc` says. What is warned of
// fails the build, because a warning is a link that leads nowhere, or a type that readers meet but cannot
// look up.

import { join } from 'node:path'
import { Application, Converter, type ProjectReflection } from 'typedoc'
import { root } from '../../../scripts/lib/workspace.ts'
import { entryPoints } from './entry-points.ts'
import { linkNames } from './link-names.ts'
import { notExported } from './not-exported.ts'
import { tidy } from './tidy.ts'

const here = join(root, 'apps/docs')
const onlyExports = { notExported: true, invalidLink: false, invalidPath: false, rewrittenLink: false }

/** Writes the pages into a folder. Returns whether nothing was warned of. */
export async function writeReference(into: string): Promise<boolean> {
  const app = await Application.bootstrapWithPlugins({
    name: 'Reference',
    out: into,
    plugin: ['typedoc-plugin-markdown'],
    entryPoints: entryPoints.map((entry) => entry.source),
    tsconfig: join(here, 'tsconfig.sources.json'),
    skipErrorChecking: true,
    readme: 'none',
    logLevel: 'Warn',
    treatWarningsAsErrors: true,
    validation: { notExported: true, invalidLink: true, invalidPath: true, rewrittenLink: true },
    excludeInternal: true,
    excludePrivate: true,
    excludeExternals: true,
    disableSources: true,
    disableGit: true,
    sortEntryPoints: false,
    kindSortOrder: ['Module', 'Function', 'Class', 'Interface', 'TypeAlias', 'Variable'],
    hideGenerator: true,
    // Of the plugin: typedoc does not know their types.
    ...({
      router: 'member',
      membersWithOwnFile: ['Class', 'Function', 'Variable'],
      entryFileName: 'index',
      excludeScopesInPaths: true,
      hidePageHeader: true,
      hideBreadcrumbs: true,
      useCodeBlocks: true,
      expandObjects: true,
      parametersFormat: 'list',
      pageTitleTemplates: { index: 'Reference', module: '{name}', member: '{rawName}' },
    } as object),
  })
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, tidy)
  app.converter.on(Converter.EVENT_END, linkNames)
  const project = convert(app)
  await app.generateOutputs(project)
  return !app.logger.hasErrors() && !app.logger.hasWarnings()
}

function convert(app: Application): ProjectReflection {
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
  return project
}
