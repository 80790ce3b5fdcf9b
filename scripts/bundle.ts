// Joins the files of dist into one an entry, with what entries share beside it, for Node: it loads a file in
// a third of a millisecond, and core has more than fifty. Bundlers go on taking the single files (the
// condition `default`), of which they drop whole ones that a program does not use. Rollup, because it leaves
// names alone: esbuild makes `class Future` a `class _Future`, and names are what stacks and reprs show.

import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type OutputOptions, rollup } from 'rollup'
import { functionNames, namesMadeByBuild } from './lib/function-names.ts'
import type { Manifest } from './lib/workspace.ts'

/** Writes dist/node of the package in `dir`. */
export async function bundle(dir: string): Promise<void> {
  const dist = resolve(dir, 'dist')
  const entries = entriesOf(dir)
  const isEntry = (id: string) => entries.includes(id)
  const hasExamples = existsSync(join(dist, 'examples.js'))
  const joined = await rollup({
    input: entries,
    external: (id) => (!id.startsWith('.') && !id.startsWith(dist)) || isForeign(id),
    plugins: [
      {
        name: 'with its source map',
        // The examples keep the engine's classes alive (core's living.ts). An entry cannot import them:
        // bundlers would warn of an import without a name. So they come in here, at the end, where the maps
        // need not know.
        load: (id) => ({
          code: readFileSync(id, 'utf8') + (isEntry(id) && hasExamples ? "\nimport './examples.js'" : ''),
          map: JSON.parse(readFileSync(`${id}.map`, 'utf8')),
        }),
      },
    ],
    onwarn(warning) {
      // What `using` becomes asks for helpers on `this`, which a module does not have.
      if (warning.code !== 'THIS_IS_UNDEFINED') throw new Error(warning.message)
    },
  })
  const options: OutputOptions = {
    dir: join(dist, 'node'),
    format: 'es',
    sourcemap: true,
    // Node and its debuggers read the sources in src, which are published.
    sourcemapExcludeSources: true,
    hoistTransitiveImports: false,
    chunkFileNames: 'shared.js',
    paths: (id) => (isForeign(id) ? `..${id.slice(dist.length)}` : id),
    plugins: [
      {
        name: 'names as they were, and exports by another one',
        renderChunk: (code) => ({ code: exportAliases(code) + restoredNames(code), map: null }),
      },
    ],
  }
  // Between two files every name is looked up anew at each use; so what needs nothing else is put into one.
  const standsAlone = (await joined.generate(options)).output.every(
    (chunk) => !('imports' in chunk) || chunk.imports.every((id) => id.endsWith('.js') && !id.includes('/')),
  )
  await joined.write(
    standsAlone ? { ...options, manualChunks: (id) => (isEntry(id) ? undefined : 'shared') } : options,
  )
  checkNames(dir)
}

function entriesOf(dir: string): string[] {
  const manifest = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as Manifest
  const entries = Object.values(manifest.exports).flatMap((entry) =>
    typeof entry === 'object' && entry.node !== undefined ? [resolve(dir, entry.default as string)] : [],
  )
  // Started by its path, beside the code that starts it.
  const started = resolve(dir, 'dist', 'worker', 'process-entry.js')
  return existsSync(started) ? [...entries, started] : entries
}

/** A file that holds another project's code, and begins with its licence. It stays as it is. */
function isForeign(id: string): boolean {
  return id.endsWith('/thread/piscina.js')
}

/**
 * Inside its module the engine takes a constant for what it is, but not one that is exported, which it looks
 * up in the module's table: so what is exported is another constant.
 */
function exportAliases(code: string): string {
  return code.replace(/^export \{ (.+) \};$/m, (_statement, list: string) => {
    // What is only passed on comes with a `from`, and does not match.
    const names = list.split(', ').map((name) => name.split(' as ') as [string, string?])
    const aliases = names.map(([local], index) => `$${index} = ${local}`)
    const exported = names.map(([local, name = local], index) => `$${index} as ${name}`)
    return `const ${aliases.join(', ')};\n\nexport { ${exported.join(', ')} };`
  })
}

/**
 * Two files may have a name in common; joined, one of them becomes `nameOf$1`. For stacks and reprs it is
 * given back the name it had. Behind everything else, where the maps need not know of it.
 */
function restoredNames(code: string): string {
  const atTop = new Set(
    [...code.matchAll(/^(?:async )?(?:function\*?|const|let) ([\w$]+)/gm)].map(([, name]) => name),
  )
  const changed = functionNames('joined.js', code).filter((name) => /\$\d+$/.test(name) && atTop.has(name))
  if (changed.length === 0) return ''
  const pairs = changed.map((name) => `[${name}, '${name.replace(/\$\d+$/, '')}']`)
  return `\nfor (const [f, value] of [${pairs.join(', ')}]) Object.defineProperty(f, 'name', { value, configurable: true });\n`
}

/** Names show in stacks and reprs: none may be one that the build made. */
function checkNames(dir: string): void {
  const foreign = namesMadeByBuild(dir)
  if (foreign.length === 0) return
  throw new Error(
    `Expected every name of a function or class as the sources have it, got:\n  ${foreign.join('\n  ')}`,
  )
}
