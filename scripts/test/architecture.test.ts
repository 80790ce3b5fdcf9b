import { readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { describe, expect, it } from 'vitest'
import { floors, siblings } from '../layers.ts'
import { findCircle, importsOf, namedFiles, reachable } from '../lib/module-graph.ts'
import { filesBelow, packages, root, shown, workspaces } from '../lib/workspace.ts'

const all = packages()
const sources = all.flatMap((pkg) =>
  filesBelow(join(pkg.dir, 'src'), '.ts', '.tsx').map((file) => ({ pkg, file })),
)

describe('imports between files', () => {
  it.each(all.map(({ id }) => id))('of %s form no circle, not even of types', (id) => {
    const files = sources.filter(({ pkg }) => pkg.id === id).map(({ file }) => file)
    const circle = findCircle(files, namedFiles)
    expect(circle?.map(shown)).toBeUndefined()
  })

  it('stay inside the package', () => {
    const strays = sources.flatMap(({ pkg, file }) =>
      namedFiles(file)
        .filter((target) => !target.startsWith(join(pkg.dir, 'src')))
        .map((target) => `${shown(file)} imports ${shown(target)}`),
    )
    expect(strays).toEqual([])
  })

  it.each(all.map((pkg) => pkg.id))('of %s run down the floors of scripts/layers.ts', (id) => {
    const src = join(root, 'packages', id, 'src')
    const order = floors[id] ?? []
    const folder = (file: string): string => relative(src, file).split(sep).slice(0, -1).join('/')
    const floor = (file: string): number => (folder(file) === '' ? order.length : order.indexOf(folder(file)))
    const upward = filesBelow(src, '.ts', '.tsx').flatMap((file) => {
      if (floor(file) < 0) return [`${shown(file)} lies in no folder of ${id}'s floors`]
      return namedFiles(file)
        .filter((target) => floor(target) > floor(file))
        .map((target) => `${shown(file)} imports ${shown(target)}, which stands above it`)
    })
    expect(upward).toEqual([])
  })
})

/** The files in the order in which the engine runs them; a package of ours is there under its name. */
function order(file: string, seen: Set<string> = new Set()): Set<string> {
  for (const { specifier, typeOnly } of importsOf(file)) {
    if (typeOnly) continue
    if (specifier.startsWith('@acoro/')) seen.add(specifier.split('/', 2).join('/'))
    const target = resolve(dirname(file), specifier)
    if (specifier.startsWith('.') && !seen.has(target)) order(target, seen)
  }
  return seen.add(file)
}

describe('a class that can be disposed', () => {
  // Core brings the symbols to engines that have none. A method that is defined before has the name
  // `undefined`.
  it('runs after core, whichever entry is loaded', () => {
    const early = all
      .filter(({ manifest }) => manifest.peerDependencies?.['@acoro/core'] !== undefined)
      .flatMap(({ entries }) => entries)
      .flatMap(({ source }) => {
        const files = [...order(source)]
        const before = files.slice(0, files.findIndex((file) => file.startsWith('@acoro/')) >>> 0)
        return before.filter((file) => /\[Symbol\.(?:d|asyncD)ispose\]\(/.test(readFileSync(file, 'utf8')))
      })
    expect(early.map(shown)).toEqual([])
  })
})

describe('imports between packages', () => {
  const outside = sources.flatMap(({ pkg, file }) =>
    importsOf(file)
      .filter(({ specifier }) => !specifier.startsWith('.'))
      .map(({ specifier }) => ({ pkg, file, specifier })),
  )

  it('core depends on nothing', () => {
    const found = outside.filter(({ pkg }) => pkg.id === 'core')
    expect(found.map(({ file, specifier }) => `${shown(file)} imports ${specifier}`)).toEqual([])
  })

  it('go through public entries', () => {
    const entries = new Set(all.flatMap((pkg) => pkg.entries.map((entry) => entry.specifier)))
    const wrong = outside.filter(
      ({ specifier }) => specifier.startsWith('@acoro/') && !entries.has(specifier),
    )
    expect(wrong.map(({ file, specifier }) => `${shown(file)} imports ${specifier}`)).toEqual([])
  })

  it('go to core alone, but for the entries that may need a sibling', () => {
    const wrong = all.flatMap((pkg) =>
      pkg.entries.flatMap(({ specifier, source }) => {
        const allowed = [pkg.id, 'core', ...(siblings[specifier] ?? [])]
        return [...reachable(source)].flatMap((file) =>
          importsOf(file)
            .map((i) => i.specifier.split('/'))
            .filter(([scope, id = '']) => scope === '@acoro' && !allowed.includes(id))
            .map((path) => `${specifier} imports ${path.join('/')} in ${shown(file)}`),
        )
      }),
    )
    expect(wrong).toEqual([])
  })
})

// Turbo reads them: what is not declared is no reason to run a task again, and what the root has is one for
// every task.
describe('dependencies on packages of this repository', () => {
  const declared = (dir: string): string[] => {
    const manifest = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as Record<string, unknown>
    const own = [manifest.name as string]
    const groups = [manifest.dependencies, manifest.devDependencies, manifest.peerDependencies]
    return [...own, ...groups.flatMap((group) => Object.keys(group ?? {}))]
  }

  it('the root has none', () => {
    expect(declared(root).filter((name) => name.startsWith('@acoro/'))).toEqual([])
  })

  it('each package declares those that its sources, tests and scripts import', () => {
    const wrong = workspaces().flatMap((dir) => {
      const names = declared(dir)
      return filesBelow(dir, '.ts').flatMap((file) =>
        importsOf(file)
          .map(({ specifier }) => specifier.split('/').slice(0, 2).join('/'))
          .filter((name) => name.startsWith('@acoro/') && !names.includes(name))
          .map((name) => `${shown(file)} imports ${name}`),
      )
    })
    expect(wrong).toEqual([])
  })
})
