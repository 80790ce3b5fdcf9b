/**
 * What Node loads in place of a file: its async functions lowered, and TypeScript's types taken off.
 */

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { transformSync } from 'esbuild'
import { helpersFor, lower, mayBeAsync } from '../plugin/lower.ts'
import { isIncluded, type PluginOptions } from '../plugin/scope.ts'
import { type Format, formatOf, isTypeScript } from './format.ts'

/** A file that is not for Node to load by itself. */
export interface Source {
  readonly file: string
  readonly code: string
  readonly format: Format
}

/** Packages to lower, too: `ACORO_INCLUDE=p-queue,p-limit`. */
const options: PluginOptions = {
  include: (process.env.ACORO_INCLUDE ?? '').split(',').map((name) => name.trim()),
  places: process.env.ACORO_PLACES === '1',
}

// The same copy for every package, also for one that cannot find this one. Found before the hooks are in
// force; and their thread has no import.meta.resolve.
const helpers = createRequire(import.meta.url).resolve(helpersFor(options.places))

/** Returns null if Node is to load the file by itself. `known` is the format that Node found. */
export function sourceOf(url: string, known: string | null | undefined): Source | null {
  if (!url.startsWith('file:')) return null
  const file = fileURLToPath(url)
  const typescript = isTypeScript(file)
  if (!(typescript || /\.[cm]?js$/.test(file)) || !isIncluded(file.replaceAll('\\', '/'), options))
    return null
  const code = readFileSync(file, 'utf8')
  return typescript || mayBeAsync(code) ? { file, code, format: formatOf(file, code, known) } : null
}

/** Returns null if it is as it was written. */
export function compile({ file, code, format }: Source): string | null {
  const commonjs = format === 'commonjs'
  const lowered =
    lower(code, file, {
      raw: true,
      commonjs,
      places: options.places,
      helpers: commonjs ? helpers : pathToFileURL(helpers).href,
    }) ?? (isTypeScript(file) ? withoutTypes(code, file) : null)
  if (lowered === null) return null
  const map = Buffer.from(lowered.map).toString('base64')
  return `${lowered.code}\n//# sourceMappingURL=data:application/json;base64,${map}\n`
}

/** A file that has no async function. */
function withoutTypes(code: string, file: string): { code: string; map: string } {
  return transformSync(code, {
    loader: 'ts',
    target: 'esnext',
    sourcemap: true,
    sourcefile: file,
    tsconfigRaw: '{}',
  })
}
