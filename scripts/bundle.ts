// Joins the files of dist into one an entry, with what entries share beside it, for Node: it loads a file in a third of a
// millisecond, and core has fifty of them. Bundlers go on taking the single files (the condition `default`), of which
// they drop whole ones that a program does not use. Rollup, because it leaves names alone: esbuild makes `class Future`
// a `class _Future`, and names are what stacks and reprs show. Run in a package's folder, after scripts/extensions.ts.

import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { rollup } from 'rollup'

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  exports: Record<string, string | { node?: string; default: string }>
}

const entries = Object.values(manifest.exports).flatMap((entry) =>
  typeof entry === 'object' && entry.node !== undefined ? [entry.default] : [],
)
// Started by its path, beside the code that starts it.
const worker = './dist/worker-entry.js'
if (existsSync(worker)) entries.push(worker)

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
const { output } = await bundle.write({
  dir: join('dist', 'node'),
  format: 'es',
  sourcemap: true,
  hoistTransitiveImports: false,
  chunkFileNames: 'shared.js',
})

// What collides gets a number. Of a class, a coroutine or an export it would show.
for (const { fileName, ...chunk } of output) {
  const renamed = /^(?:export )?(?:class|function\*) \w+\$\d+|\b\w+\$\d+ as \w+/m.exec(
    'code' in chunk ? chunk.code : '',
  )
  if (renamed !== null)
    throw new Error(`${fileName} would have \`${renamed[0]}\`: give one of the two another name`)
}
