// The names that functions and classes of a file have at run time: their own, or that of the constant or
// property they are assigned to.

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync, Visitor } from 'oxc-parser'
import { reachable } from './module-graph.ts'
import { filesBelow, type Manifest } from './workspace.ts'

interface Named {
  type: string
  id?: { name?: string } | null
}

const UNNAMED = new Set(['FunctionExpression', 'ArrowFunctionExpression', 'ClassExpression'])

export function functionNames(file: string, code: string = readFileSync(file, 'utf8')): string[] {
  const names = new Set<string>()
  const own = (node: unknown): void => {
    const name = (node as Named).id?.name
    if (name !== undefined) names.add(name)
  }
  const assigned = (target: unknown, value: unknown): void => {
    const { type, name } = target as { type: string; name?: string }
    const { type: kind, id } = (value ?? { type: '' }) as Named
    if (type === 'Identifier' && name !== undefined && UNNAMED.has(kind) && !id) names.add(name)
  }
  new Visitor({
    FunctionDeclaration: own,
    FunctionExpression: own,
    ClassDeclaration: own,
    ClassExpression: own,
    VariableDeclarator: ({ id, init }) => assigned(id, init),
    AssignmentExpression: ({ left, right }) => assigned(left, right),
    AssignmentPattern: ({ left, right }) => assigned(left, right),
    Property: ({ key, value, computed }) => {
      if (!computed) assigned(key, value)
    },
    MethodDefinition: ({ key, computed }) => {
      if (!computed && 'name' in key) names.add(key.name as string)
    },
    PropertyDefinition: ({ key, value, computed }) => {
      if (!computed) assigned(key, value)
    },
  }).visit(parseSync(file, code).program)
  return [...names]
}

/** How a bundler tells a name from another one like it: `wait2`, `nameOf$1`, `_Future`. */
const TOLD_APART = /\d$|^_[A-Za-z]/

/** The names in the dist of a package that its sources do not have, each with its file. */
export function namesMadeByBuild(dir: string): string[] {
  const written = new Set(filesBelow(join(dir, 'src'), '.ts').flatMap((file) => functionNames(file)))
  return builtFiles(dir).flatMap((file) => {
    const code = readFileSync(file, 'utf8')
    // A file of another project's code begins with its licence.
    if (code.startsWith('/*!')) return []
    return functionNames(file, code)
      .filter((name) => TOLD_APART.test(name) && !written.has(name) && !isRestored(name, code))
      .map((name) => `${name} in ${file.slice(dir.length + 1)}`)
  })
}

/**
 * What the entries lead to. Of an earlier build other files may be left: turbo adds files, and removes none.
 */
function builtFiles(dir: string): string[] {
  const { exports } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as Manifest
  const targets = Object.values(exports).flatMap((entry) =>
    typeof entry === 'string' ? [] : Object.values(entry),
  )
  const files = new Set<string>()
  for (const target of targets) if (target.endsWith('.js')) reachable(join(dir, target), files)
  return [...files]
}

/** Is it given back the name it had (bundle.ts)? */
function isRestored(name: string, code: string): boolean {
  return code.includes(`[${name}, '${name.replace(/\$\d+$/, '')}']`)
}
