/** The npm package a source file belongs to: the name in the nearest package.json above it that has one. */

import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const known = new Map<string, string | undefined>()

export function packageOf(file: string): string | undefined {
  return ofFolder(dirname(file))
}

function ofFolder(dir: string): string | undefined {
  if (known.has(dir)) return known.get(dir)
  const parent = dirname(dir)
  const name = nameIn(dir) ?? (parent === dir ? undefined : ofFolder(parent))
  known.set(dir, name)
  return name
}

function nameIn(dir: string): string | undefined {
  try {
    const { name } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as { name?: unknown }
    return typeof name === 'string' ? name : undefined
  } catch {
    // There is none, or it is broken: both are for others to tell.
    return undefined
  }
}
