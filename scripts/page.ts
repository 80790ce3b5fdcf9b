// Joins the page of a console into three files, which its server reads: index.html, page.js, page.css.
// Nothing of it is fetched from elsewhere when it is shown; the licences of what is in it stand beside it.

import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { build } from 'esbuild'

/** What the page is made with, and its user gets in page.js. */
const INSIDE = ['preact', '@tanstack/virtual-core', 'uplot']

/** Builds the page of the package in `dir` into `out`. */
export async function buildPage(dir: string, out: string): Promise<void> {
  const source = join(dir, 'src/page')
  mkdirSync(out, { recursive: true })
  await build({
    entryPoints: { page: join(source, 'main.tsx') },
    outdir: out,
    bundle: true,
    format: 'iife',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    target: ['es2022', 'chrome123', 'firefox121', 'safari17.5'],
    minify: true,
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'error',
  })
  await build({
    entryPoints: { page: join(source, 'style/page.css') },
    outdir: out,
    bundle: true,
    target: ['chrome123', 'firefox121', 'safari17.5'],
    minify: true,
    logLevel: 'error',
  })
  copyFileSync(join(source, 'index.html'), join(out, 'index.html'))
  writeFileSync(join(out, 'licences.txt'), INSIDE.map((name) => licenceOf(dir, name)).join('\n\n'))
}

function licenceOf(dir: string, name: string): string {
  const require = createRequire(join(dir, 'package.json'))
  let at = dirname(require.resolve(name))
  while (!at.endsWith(join('node_modules', name))) at = dirname(at)
  return `${name}\n\n${readFileSync(join(at, 'LICENSE'), 'utf8')}`
}
