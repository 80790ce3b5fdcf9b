// `pnpm size:parts [names…]`: what each file of core weighs in a bundle for browsers, the heaviest first. By
// default of `{ run, sleep, gather }`. A file's weight is what the bundle loses without it, minified and
// compressed by brotli. The weights add up to less than the bundle, because files compress one another. Build
// first.

import { join } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { build, transform } from 'esbuild'
import { root } from './lib/workspace.ts'

const dir = join(root, 'packages/core')
const names = process.argv.slice(2)

const { outputFiles } = await build({
  stdin: {
    contents: `export { ${names.length === 0 ? 'run, sleep, gather' : names.join(', ')} } from './dist/index.js'`,
    resolveDir: dir,
  },
  absWorkingDir: dir,
  bundle: true,
  write: false,
  format: 'esm',
  minifyIdentifiers: true,
  minifySyntax: true,
})

// With its white space, a bundle names the file above what came of it.
const [, ...parts] = outputFiles[0]!.text.split(/^\/\/ dist\/(.+)\.js\n/m)
const files: { name: string; code: string }[] = []
for (let at = 0; at < parts.length; at += 2) {
  const code = parts[at + 1]!.replace(/^(?:\/\/ <stdin>|export \{[^}]*\};)\n/gm, '')
  files.push({ name: parts[at]!, code: (await transform(code, { minifyWhitespace: true })).code })
}

const compressed = (some: readonly { code: string }[]): number =>
  brotliCompressSync(some.map(({ code }) => code).join('')).length

const whole = compressed(files)
const rows = files
  .map((file) => ({ ...file, brotli: whole - compressed(files.filter((other) => other !== file)) }))
  .sort((a, b) => b.brotli - a.brotli)
  .map(({ name, code, brotli }) => `${pad(brotli, 6)}  ${pad(code.length, 8)}  ${name}`)
console.log([`${whole} bytes of ${files.length} files`, '', 'brotli  minified  file', ...rows].join('\n'))

function pad(number: number, width: number): string {
  return String(number).padStart(width)
}
