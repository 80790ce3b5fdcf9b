// Which file imports which. Type-only imports (`import type`, `export type … from`) are told apart, because
// they leave no trace in the JavaScript. What a program loads is found without them, what a reader follows
// with them.

import { existsSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { parseSync } from 'oxc-parser'

export interface Import {
  specifier: string
  typeOnly: boolean
}

export function importsOf(file: string, code: string = readFileSync(file, 'utf8')): Import[] {
  const { module } = parseSync(file, code)
  const typeOnly = (start: number): boolean => /^(import|export)\s+type\b/.test(code.slice(start, start + 40))
  return [
    ...module.staticImports.map((i) => ({ specifier: i.moduleRequest.value, typeOnly: typeOnly(i.start) })),
    ...module.staticExports.flatMap((e) => {
      const from = e.entries.find((entry) => entry.moduleRequest !== null)?.moduleRequest
      return from ? [{ specifier: from.value, typeOnly: typeOnly(e.start) }] : []
    }),
    ...module.dynamicImports.flatMap((d) => {
      const text = code.slice(d.moduleRequest.start, d.moduleRequest.end)
      return /^['"][^'"]*['"]$/.test(text) ? [{ specifier: text.slice(1, -1), typeOnly: false }] : []
    }),
  ]
}

const known = new Map<string, string[]>()

/**
 * The files that `file` imports by relative path and needs at run time; of a declaration file, all it names.
 */
export function relativeImports(file: string): string[] {
  const before = known.get(file)
  if (before) return before
  const found = relativeTargets(file, file.endsWith('.d.ts'))
  known.set(file, found)
  return found
}

/** The files that `file` imports by relative path, types included. */
export function namedFiles(file: string): string[] {
  return relativeTargets(file, true)
}

function relativeTargets(file: string, types: boolean): string[] {
  const isDeclaration = file.endsWith('.d.ts')
  return importsOf(file)
    .filter((i) => (types || !i.typeOnly) && i.specifier.startsWith('.'))
    .map((i) => resolve(dirname(file), isDeclaration ? i.specifier.replace(/\.js$/, '.d.ts') : i.specifier))
    .filter((path) => existsSync(path))
}

/** `file` and everything it reaches by relative imports. */
export function reachable(file: string, seen: Set<string> = new Set()): Set<string> {
  if (seen.has(file)) return seen
  seen.add(file)
  if (/\.[cm]?[jt]s$/.test(file)) for (const next of relativeImports(file)) reachable(next, seen)
  return seen
}

/**
 * The first import circle among `files`, as the path from a file back to itself; undefined when there is
 * none.
 */
export function findCircle(files: string[], edges: (file: string) => string[]): string[] | undefined {
  const finished = new Set<string>()
  const path: string[] = []
  const visit = (file: string): string[] | undefined => {
    if (finished.has(file)) return undefined
    const start = path.indexOf(file)
    if (start >= 0) return [...path.slice(start), file]
    path.push(file)
    for (const next of edges(file)) {
      const circle = visit(next)
      if (circle) return circle
    }
    path.pop()
    finished.add(file)
    return undefined
  }
  for (const file of files) {
    const circle = visit(file)
    if (circle) return circle
  }
  return undefined
}
