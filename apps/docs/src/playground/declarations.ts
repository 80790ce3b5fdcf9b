// The types that the compiler in the browser knows: those of the language, those of the packages, made from
// their sources, and a page of what else is in a worker. Comments are left out: nobody reads them there.

import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import ts from 'typescript'
import { packages, root } from '../../../../scripts/lib/workspace.ts'
import type { Declarations } from '../../playground/language/check.ts'
import { inWorker } from './programs.ts'

export function declarations(): Declarations {
  const found: Record<string, string> = {
    '/lib/lib.playground.d.ts': readFileSync(
      join(root, 'apps/docs/playground/language/globals.d.ts'),
      'utf8',
    ),
  }
  addLibraries(found, ['es2023', 'esnext.disposable', 'decorators'])
  for (const { id, dir, manifest, entries } of packages()) {
    const used = entries.filter(({ specifier }) => inWorker.includes(specifier))
    if (used.length === 0) continue
    const exported = used.map(({ subpath, source }) => [
      subpath,
      { types: `./${relative(dir, source).replace(/\.ts$/, '.d.ts')}` },
    ])
    const home = `/node_modules/@acoro/${id}`
    const { name, version } = manifest
    found[`${home}/package.json`] = JSON.stringify({
      name,
      version,
      type: 'module',
      exports: Object.fromEntries(exported),
    })
    for (const { source } of used) addSource(found, source, dir, home)
  }
  return found
}

function addLibraries(found: Record<string, string>, names: readonly string[]): void {
  const folder = dirname(createRequire(import.meta.url).resolve('typescript'))
  for (const name of names) {
    const path = `/lib/lib.${name}.d.ts`
    if (found[path] !== undefined) continue
    const text = readFileSync(join(folder, `lib.${name}.d.ts`), 'utf8')
    found[path] = withoutComments(text)
    addLibraries(
      found,
      [...text.matchAll(/^\/\/\/ <reference lib="([^"]+)" \/>/gm)].map(([, other = '']) => other),
    )
  }
}

/** The declarations of a file, and of those that it imports. */
function addSource(found: Record<string, string>, file: string, dir: string, home: string): void {
  const path = `${home}/${relative(dir, file).replaceAll('\\', '/')}`.replace(/(?:\.d)?\.ts$/, '.d.ts')
  if (found[path] !== undefined || !existsSync(file)) return
  const text = readFileSync(file, 'utf8')
  const written = file.endsWith('.d.ts')
    ? text
    : ts.transpileDeclaration(text, {
        fileName: file,
        compilerOptions: {
          target: ts.ScriptTarget.ESNext,
          module: ts.ModuleKind.ESNext,
          stripInternal: true,
          isolatedDeclarations: true,
          verbatimModuleSyntax: true,
          allowImportingTsExtensions: true,
          removeComments: true,
        },
      }).outputText
  // What stands for `x.ts` is `x.d.ts`, which is found by the name `x.js`.
  found[path] = withoutComments(written).replace(
    /(['"]\.\.?\/[^'"\n]+)\.ts(['"])/g,
    (all, stem: string, end: string) => (stem.endsWith('.d') ? all : `${stem}.js${end}`),
  )
  for (const [, other = ''] of written.matchAll(/['"](\.\.?\/[^'"\n]+\.ts)['"]/g))
    addSource(found, join(dirname(file), other), dir, home)
}

function withoutComments(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s*\/\/(?!\/).*\n/gm, '')
    .replace(/\n\s*\n+/g, '\n')
}
