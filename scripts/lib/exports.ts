// The names a module exports, seen through its re-exports.

import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { parseSync } from 'oxc-parser'

export interface Exported {
  name: string
  /** The name at its origin, which differs where it was re-exported `as` another. */
  localName: string
  /** Where it is declared: a file, or the specifier of another package. */
  origin: string
  typeOnly: boolean
}

const known = new Map<string, ReadonlyMap<string, Exported>>()

export function exportsOf(file: string): ReadonlyMap<string, Exported> {
  const before = known.get(file)
  if (before) return before
  const found = new Map<string, Exported>()
  known.set(file, found)
  const { module } = parseSync(file, readFileSync(file, 'utf8'))
  for (const entry of module.staticExports.flatMap((statement) => statement.entries)) {
    const name = entry.exportName.name ?? 'default'
    const specifier = entry.moduleRequest?.value
    if (!specifier) {
      found.set(name, { name, localName: entry.localName.name ?? name, origin: file, typeOnly: entry.isType })
      continue
    }
    const origin = specifier.startsWith('.') ? onDisk(file, specifier) : specifier
    if (entry.importName.kind === 'AllButDefault') {
      if (specifier.startsWith('.')) for (const [key, value] of exportsOf(origin)) found.set(key, value)
      continue
    }
    const localName = entry.importName.name ?? name
    const inner = specifier.startsWith('.') ? exportsOf(origin).get(localName) : undefined
    found.set(name, {
      ...(inner ?? { localName, origin }),
      name,
      typeOnly: entry.isType || (inner?.typeOnly ?? false),
    })
  }
  return found
}

/** `./x.ts` in a source file; `./x.js` in a declaration file stands for `x.d.ts`. */
function onDisk(from: string, specifier: string): string {
  const path = resolve(dirname(from), specifier)
  return from.endsWith('.d.ts') ? path.replace(/\.[jt]s$/, '.d.ts') : path
}
