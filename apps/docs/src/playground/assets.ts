// The scripts of the playground that are no part of the site's own: the worker's, the frame's, the
// compiler's. Each is one file, named by a hash of its content. Nothing of them is fetched from elsewhere.

import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { type BuildOptions, build, type Plugin } from 'esbuild'
import { root } from '../../../../scripts/lib/workspace.ts'
import { declarations } from './declarations.ts'

export interface Asset {
  /** `runtime.js` */
  name: string
  /** `runtime.3f2a….js` */
  file: string
  text: string
  /** Bytes, gzipped. */
  gzipped: number
}

const here = join(root, 'apps/docs/playground')
const targets = ['es2022', 'chrome110', 'firefox115', 'safari16.4']

export async function playgroundAssets(): Promise<Asset[]> {
  // Names of functions and classes are what reports and timelines show, so they stay.
  const [runtime, frame, compiler] = await Promise.all([
    bundled('runtime/entry.ts', { keepNames: true }),
    bundled('frame/frame.ts'),
    bundled('language/worker.ts'),
  ])
  return [
    asset('runtime.js', runtime),
    asset('frame.html', frameHtml(frame)),
    asset('compiler.js', compiler),
    asset('declarations.json', JSON.stringify(declarations())),
  ]
}

function asset(name: string, text: string): Asset {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 12)
  return { name, file: name.replace('.', `.${hash}.`), text, gzipped: gzipSync(text, { level: 9 }).length }
}

async function bundled(entry: string, options: BuildOptions = {}): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(here, entry)],
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    conditions: ['@acoro/source'],
    target: targets,
    minifyWhitespace: true,
    minifySyntax: true,
    minifyIdentifiers: true,
    charset: 'utf8',
    legalComments: 'inline',
    logLevel: 'error',
    plugins: [browserForms, withoutNode],
    ...options,
  })
  return outputFiles?.[0]?.text ?? ''
}

/** In browsers `signals.browser.ts` stands for `signals.ts`, as in the manifests for the built files. */
const browserForms: Plugin = {
  name: 'forms for browsers',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.?\/.*\.ts$/ }, ({ path, resolveDir }) => {
      const form = join(resolveDir, path.replace(/\.ts$/, '.browser.ts'))
      return existsSync(form) ? { path: form } : undefined
    })
  },
}

/** What asks for modules of Node, and does without: TypeScript, the fake timers. */
const withoutNode: Plugin = {
  name: 'without Node',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[a-z]/ }, ({ path, importer }) => {
      const name = path.replace(/^node:/, '')
      const foreign = dirname(importer).includes('node_modules')
      return foreign && builtinModules.includes(name) ? { path: name, namespace: 'node' } : undefined
    })
    onLoad({ filter: /./, namespace: 'node' }, () => ({ contents: 'module.exports = {}' }))
  },
}

/** Its policy: no request to anywhere, no script but its own and the worker's. */
function frameHtml(script: string): string {
  const text = script.trim()
  const hash = createHash('sha256').update(text).digest('base64')
  const policy = `default-src 'none'; script-src 'sha256-${hash}' 'unsafe-eval' blob:; worker-src blob:`
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>A program of the playground</title>
<script>${text}</script>
</html>
`
}
