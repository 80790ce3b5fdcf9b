/**
 * What Node loads in place of a file: its async functions lowered, and TypeScript's types taken off.
 */

import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { transformSync } from 'esbuild'
import { lower } from '../plugin/lower.ts'
import { isIncluded, type PluginOptions } from '../plugin/scope.ts'

export interface Compiled {
  readonly format: 'module' | 'commonjs'
  readonly source: string
}

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
  const format = /^(module|commonjs)/.exec(known ?? '')?.[1] ?? formatOf(file)
  const commonjs = format === 'commonjs'
  const lowered =
    lower(code, file, { raw: true, commonjs, places: options.places }) ?? otherwise(code, file, typescript)
  if (lowered === null) return null
  const map = Buffer.from(lowered.map).toString('base64')
  return {
    format: commonjs ? 'commonjs' : 'module',
    source: `${lowered.code}\n//# sourceMappingURL=data:application/json;base64,${map}\n`,
  }
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

/** By the file's name, or else by the nearest package.json. */
function formatOf(file: string): 'module' | 'commonjs' {
  if (/\.m[jt]s$/.test(file)) return 'module'
  if (/\.c[jt]s$/.test(file)) return 'commonjs'
  for (let dir = dirname(file); ; dir = dirname(dir)) {
    try {
      const { type } = JSON.parse(readFileSync(join(dir, 'package.json'), 'utf8')) as { type?: string }
      return type === 'module' ? 'module' : 'commonjs'
    } catch {
      if (dir === dirname(dir)) return 'commonjs'
    }
  }
}
