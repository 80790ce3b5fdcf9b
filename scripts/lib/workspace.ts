// Where things are. Everything that goes over «all packages» asks here, so a new package is picked up by
// every step as soon as its folder exists.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root: string = fileURLToPath(new URL('../../', import.meta.url)).replace(/[\\/]$/, '')

export interface Manifest {
  name: string
  version: string
  exports: Record<string, string | Record<string, string>>
  peerDependencies?: Record<string, string>
  peerDependenciesMeta?: Record<string, { optional?: boolean }>
}

export interface Package {
  /** The folder's name: `core`. */
  id: string
  dir: string
  manifest: Manifest
  /** The public entries: `.`, `./lowlevel`. */
  entries: { subpath: string; specifier: string; source: string; types: string; file: string }[]
}

export function readPackage(id: string): Package {
  const dir = join(root, 'packages', id)
  const manifest = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as Manifest
  const entries = Object.entries(manifest.exports).flatMap(([subpath, target]) => {
    if (typeof target === 'string') return []
    const at = (condition: string): string => join(dir, target[condition] ?? '')
    const specifier = manifest.name + subpath.slice(1)
    return [{ subpath, specifier, source: at('@acoro/source'), types: at('types'), file: at('default') }]
  })
  return { id, dir, manifest, entries }
}

export function packages(): Package[] {
  return readdirSync(join(root, 'packages'))
    .filter((id) => existsSync(join(root, 'packages', id, 'package.json')))
    .map(readPackage)
}

/** The folders of all workspace packages, the private ones too. */
export function workspaces(): string[] {
  const below = (dir: string): string[] => readdirSync(join(root, dir)).map((id) => join(root, dir, id))
  return [...below('packages'), ...below('apps'), join(root, 'conformance'), join(root, 'scripts')].filter(
    (dir) => existsSync(join(dir, 'package.json')),
  )
}

/** Folders that no person wrote. */
const GENERATED = new Set([
  'node_modules',
  'dist',
  '.examples',
  '.pages',
  '.playground',
  '.generated',
  '.temp',
  '.turbo',
])

/** All files below `dir` with one of the endings, as absolute paths, in a stable order. */
export function filesBelow(dir: string, ...endings: string[]): string[] {
  if (!existsSync(dir)) return []
  return readdirSync(dir)
    .sort()
    .flatMap((name) => {
      const path = join(dir, name)
      if (GENERATED.has(name)) return []
      if (statSync(path).isDirectory()) return filesBelow(path, ...endings)
      return endings.some((ending) => name.endsWith(ending)) ? [path] : []
    })
}

/** The path as people write it: from the top of the repository, with slashes. */
export function shown(path: string): string {
  return relative(root, path).replaceAll('\\', '/')
}
