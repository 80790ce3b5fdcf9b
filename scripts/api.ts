// The public API of each package as a text, packages/*/api.txt, made from the declarations that were built.
// It is committed: a change of the API shows in the diff of a commit, and `pnpm check` fails where the text
// is not the one that the sources give. `pnpm api` writes it anew.

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseSync } from 'oxc-parser'
import { type Exported, exportsOf } from './lib/exports.ts'
import { type Package, packages, shown } from './lib/workspace.ts'

export function apiOf(pkg: Package): string {
  const sections = pkg.entries.map(({ specifier, types }) => {
    const names = [...exportsOf(types).values()].sort((a, b) => (a.name < b.name ? -1 : 1))
    return [`# ${specifier}`, ...names.map(declarationOf)].join('\n\n')
  })
  return `${sections.join('\n\n')}\n`
}

function declarationOf({ name, localName, origin, typeOnly }: Exported): string {
  if (!existsSync(origin)) {
    const names = name === localName ? name : `${localName} as ${name}`
    return `export ${typeOnly ? 'type ' : ''}{ ${names} } from '${origin}'`
  }
  const declarations = declarationsIn(origin).get(localName) ?? []
  const renamed = name === localName ? '' : `// exported as ${name}\n`
  return renamed + declarations.join('\n')
}

const parsed = new Map<string, Map<string, string[]>>()

/** The declarations of a file by their names: several where they overload or merge, each without comments. */
function declarationsIn(file: string): Map<string, string[]> {
  const known = parsed.get(file)
  if (known) return known
  const found = new Map<string, string[]>()
  parsed.set(file, found)
  const code = readFileSync(file, 'utf8')
  const { program, comments } = parseSync(file, code)
  for (const statement of program.body) {
    const declared = 'declaration' in statement && statement.declaration ? statement.declaration : statement
    const names =
      declared.type === 'VariableDeclaration'
        ? declared.declarations.map(({ id }) => ('name' in id ? id.name : ''))
        : 'id' in declared && declared.id && 'name' in declared.id
          ? [declared.id.name]
          : []
    const inside = comments.filter(
      (comment) => comment.start >= statement.start && comment.end <= statement.end,
    )
    const text = inside.reduceRight(
      (rest, { start, end }) => {
        const from = start - statement.start
        return rest.slice(0, from) + rest.slice(end - statement.start)
      },
      code.slice(statement.start, statement.end),
    )
    const lines = text
      .split('\n')
      .map((line) => line.trimEnd())
      .filter((line) => line !== '')
    const shownText = lines.join('\n').replace(/^export declare |^declare |^export /, '')
    for (const name of names) found.set(name, [...(found.get(name) ?? []), shownText])
  }
  return found
}

/** The packages whose committed text is not what their sources give. */
export function changedApis(): string[] {
  return packages()
    .filter((pkg) => read(pkg) !== apiOf(pkg))
    .map((pkg) => shown(join(pkg.dir, 'api.txt')))
}

function read(pkg: Package): string {
  const file = join(pkg.dir, 'api.txt')
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  for (const pkg of packages()) writeFileSync(join(pkg.dir, 'api.txt'), apiOf(pkg))
}
