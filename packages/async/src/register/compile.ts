/**
 * What Node loads in place of a file: its async functions lowered, and TypeScript's types taken off.
 */

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { transformSync } from 'esbuild'
import { lower } from '../plugin/lower.ts'
import { isIncluded, type PluginOptions } from '../plugin/scope.ts'
import { type Format, formatOf } from './format.ts'

export interface Compiled {
  readonly format: Format
  readonly source: string
}

// The thread of the hooks has no import.meta.resolve.
const require = createRequire(import.meta.url)

/** Packages to lower, too: `ACORO_INCLUDE=p-queue,p-limit`. */
const options: PluginOptions = {
  include: (process.env.ACORO_INCLUDE ?? '').split(',').map((name) => name.trim()),
  places: process.env.ACORO_PLACES === '1',
}

/** Returns null if Node is to load the file by itself. `known` is the format that Node found. */
export function compile(url: string, known: string | null | undefined): Compiled | null {
  if (!url.startsWith('file:')) return null
  const file = fileURLToPath(url)
  const typescript = /\.[cm]?ts$/.test(file)
  if (!(typescript || /\.[cm]?js$/.test(file)) || !isIncluded(file.replaceAll('\\', '/'), options))
    return null
  const code = readFileSync(file, 'utf8')
  const format = formatOf(file, code, known)
  const commonjs = format === 'commonjs'
  const lowered =
    lower(code, file, {
      raw: true,
      commonjs,
      places: options.places,
      addressOf: commonjs ? require.resolve : urlOf,
    }) ?? otherwise(code, file, typescript)
  if (lowered === null) return null
  const map = Buffer.from(lowered.map).toString('base64')
  return {
    format,
    source: `${lowered.code}\n//# sourceMappingURL=data:application/json;base64,${map}\n`,
  }
}

/** The same copy of the helpers for every package, also for one that cannot find this one. */
function urlOf(helpers: string): string {
  return pathToFileURL(require.resolve(helpers)).href
}

/** What is to be done with a file that has no async function. */
function otherwise(code: string, file: string, typescript: boolean): { code: string; map: string } | null {
  if (!typescript) return null
  return transformSync(code, {
    loader: 'ts',
    target: 'esnext',
    sourcemap: true,
    sourcefile: file,
    tsconfigRaw: '{}',
  })
}
