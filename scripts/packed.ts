// What a user gets: each package packed, installed from its tarball into an empty project together with its
// peers from this repository, then imported by ESM and by require() on each Node, and its types resolved by
// tsc. Nothing else is there: a file left out of the tarball, a missing dependency or a wrong export shows
// here.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { command, each, pnpm } from './lib/command.ts'
import { importsOf, reachable } from './lib/module-graph.ts'
import { type Package, packages, root } from './lib/workspace.ts'

/** Packs every package into `into`; gives the tarball of each by the package's name. */
export async function pack(into: string): Promise<Map<string, string>> {
  const tarballs = new Map<string, string>()
  for (const { dir, manifest } of packages()) {
    await pnpm(['pack', '--pack-destination', into], { cwd: dir })
    tarballs.set(
      manifest.name,
      join(into, `${manifest.name.slice(1).replace('/', '-')}-${manifest.version}.tgz`),
    )
  }
  return tarballs
}

/** Two at once: to install is mostly to wait. */
export async function checkPacked(tarballs: Map<string, string>, nodes: string[]): Promise<void> {
  await each(
    packages(),
    async (pkg) => {
      const dir = mkdtempSync(join(tmpdir(), `acoro-${pkg.id}-`))
      try {
        await checkOne(pkg, dir, tarballs, nodes)
      } finally {
        rmSync(dir, { recursive: true, force: true })
      }
    },
    2,
  )
}

async function checkOne(
  pkg: Package,
  dir: string,
  tarballs: Map<string, string>,
  nodes: string[],
): Promise<void> {
  const peers = Object.keys(pkg.manifest.peerDependencies ?? {})
  const own = [pkg.manifest.name, ...peers.filter((name) => tarballs.has(name))]
  const dependencies = Object.fromEntries(own.map((name) => [name, `file:${tarballs.get(name)}`]))
  const types = typesFor(pkg)
  for (const name of types) dependencies[`@types/${name}`] = versionOfTypes(name)
  writeJson(join(dir, 'package.json'), {
    name: 'a-user',
    version: '1.0.0',
    private: true,
    type: 'module',
    dependencies,
  })
  await command('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel=error'], {
    cwd: dir,
  })

  const foreign = peers.filter((name) => !tarballs.has(name))
  const usable = (built: 'file' | 'types'): string[] =>
    pkg.entries.filter((entry) => !needs(entry[built], foreign)).map((entry) => entry.specifier)
  writeFileSync(join(dir, 'both.cjs'), bothWays(usable('file')))
  for (const node of nodes) await command(node, ['--no-warnings', 'both.cjs'], { cwd: dir })

  await checkTypes(dir, usable('types'), types)
}

/**
 * Does the built file, or the declaration, import one of these, a peer such as vitest that the empty project
 * does not have?
 */
function needs(file: string, names: string[]): boolean {
  return [...reachable(file)].some((path) =>
    importsOf(path).some(({ specifier }) => names.includes(specifier)),
  )
}

/** A program that loads each entry by import() and by require() and wants one and the same module. */
function bothWays(specifiers: string[]): string {
  return `
const assert = require('node:assert')
const load = async () => {
  for (const specifier of ${JSON.stringify(specifiers)}) {
    const imported = await import(specifier)
    const required = require(specifier)
    // Node adds __esModule to what it gives to require() of a module with a default export.
    const names = Object.keys(required).filter((name) => name !== '__esModule')
    assert.deepStrictEqual(names, Object.keys(imported), specifier)
    for (const name of Object.keys(imported)) assert.strictEqual(required[name], imported[name], specifier + ' ' + name)
  }
}
load().catch((error) => { console.error(error); process.exit(1) })
`
}

async function checkTypes(dir: string, specifiers: string[], types: string[]): Promise<void> {
  const lines = specifiers.map((specifier, i) => `export * as entry${i} from '${specifier}'`)
  writeFileSync(join(dir, 'index.ts'), `${lines.join('\n')}\n`)
  writeJson(join(dir, 'tsconfig.json'), {
    compilerOptions: {
      strict: true,
      noEmit: true,
      module: 'nodenext',
      moduleResolution: 'nodenext',
      target: 'es2023',
      lib: ['es2023', 'esnext.disposable'],
      types,
    },
    include: ['index.ts'],
  })
  await command('tsc', ['-p', dir])
}

/** The ambient types a package is built with are those its users need; core and sync need none. */
function typesFor(pkg: Package): string[] {
  return (
    readJson<{ compilerOptions: { types?: string[] } }>(join(pkg.dir, 'tsconfig.build.json')).compilerOptions
      .types ?? []
  )
}

function versionOfTypes(name: string): string {
  return readJson<{ version: string }>(join(root, 'node_modules/@types', name, 'package.json')).version
}

function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, 'utf8')) as T
}

function writeJson(path: string, value: object): void {
  writeFileSync(path, JSON.stringify(value, null, 2))
}
