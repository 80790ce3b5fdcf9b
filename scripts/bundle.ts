// Joins the files of dist into one an entry, with what entries share beside it, for Node: it loads a file in a third of a
// millisecond, and core has fifty of them. Bundlers go on taking the single files (the condition `default`), of which
// they drop whole ones that a program does not use. Rollup, because it leaves names alone: esbuild makes `class Future`
// a `class _Future`, and names are what stacks and reprs show. Run in a package's folder, after scripts/extensions.ts.

import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type OutputOptions, rollup } from 'rollup'

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  exports: Record<string, string | { node?: string; default: string }>
}

const entries = Object.values(manifest.exports).flatMap((entry) =>
  typeof entry === 'object' && entry.node !== undefined ? [entry.default] : [],
)
// Started by its path, beside the code that starts it.
const worker = './dist/worker/worker-entry.js'
if (existsSync(worker)) entries.push(worker)

const isEntry = (id: string) => entries.some((entry) => resolve(entry) === id)

const bundle = await rollup({
  input: entries,
  external: (id) => !id.startsWith('.') && !id.startsWith(resolve('dist')),
  plugins: [
    {
      name: 'with its source map',
      load: (id) => ({ code: readFileSync(id, 'utf8'), map: JSON.parse(readFileSync(`${id}.map`, 'utf8')) }),
    },
  ],
  onwarn(warning) {
    throw new Error(warning.message)
  },
})
const options: OutputOptions = {
  dir: join('dist', 'node'),
  format: 'es',
  sourcemap: true,
  hoistTransitiveImports: false,
  chunkFileNames: 'shared.js',
  plugins: [
    { name: 'exports by another name', renderChunk: (code) => ({ code: exportAliases(code), map: null }) },
  ],
}
// Between two files every name is looked up anew at each use; so what needs nothing else is put into one.
const standsAlone = (await bundle.generate(options)).output.every(
  (chunk) => !('imports' in chunk) || chunk.imports.every((id) => id.endsWith('.js') && !id.includes('/')),
)
const { output } = await bundle.write(
  standsAlone ? { ...options, manualChunks: (id) => (isEntry(id) ? undefined : 'shared') } : options,
)

/**
 * Inside its module the engine takes a constant for what it is, but not one that is exported, which it looks up in the
 * module's table: so what is exported is another constant.
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

// What collides gets a number. Of a class, a coroutine or an export it would show.
for (const { fileName, ...chunk } of output) {
  const renamed = /^(?:export )?(?:class|function\*) \w+\$\d+|^const .*= \w+\$\d+\b.*;\n\nexport/m.exec(
    'code' in chunk ? chunk.code : '',
  )
  if (renamed !== null)
    throw new Error(`${fileName} would have \`${renamed[0]}\`: give one of the two another name`)
}
