/**
 * The hooks of Node's loader, which runs them in a thread of its own where it cannot run them in place.
 */

import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { compile } from './compile.ts'

interface Context {
  readonly parentURL?: string
  readonly format?: string | null
  readonly conditions?: readonly string[]
}
type Next<R> = (what: string, context: Context) => R

// The thread of the hooks has no import.meta.resolve.
const require = createRequire(import.meta.url)

/**
 * The helpers that compiled code imports. Found before the hooks are in force, and the same copy for every
 * package.
 */
const OWN_MODULES: ReadonlyMap<string, string> = new Map(
  ['@acoro/async/helpers/plugin', '@acoro/async/helpers/places', '@acoro/async/helpers/tslib'].map((name) => [
    name,
    pathToFileURL(require.resolve(name)).href,
  ]),
)

/** What to ask Node for in place of `specifier`. TypeScript names a file `.ts` as `.js`. */
function instead(specifier: string, { parentURL }: Context): string {
  const own = OWN_MODULES.get(specifier)
  if (own !== undefined) return own
  if (parentURL?.startsWith('file:') !== true || !/^\.{1,2}\/.*\.[cm]?js$/.test(specifier)) return specifier
  const asked = new URL(specifier, parentURL)
  const source = new URL(asked.href.replace(/js$/, 'ts'))
  return !existsSync(fileURLToPath(asked)) && existsSync(fileURLToPath(source)) ? source.href : specifier
}

export function resolve<R>(specifier: string, context: Context, next: Next<R>): R {
  const found = instead(specifier, context)
  // `require` takes a path, and no address.
  const isPath = found !== specifier && context.conditions?.includes('require') === true
  return next(isPath ? fileURLToPath(found) : found, context)
}

export function load<R>(url: string, context: Context, next: Next<R>): R {
  const compiled = compile(url, context.format)
  return compiled === null ? next(url, context) : ({ ...compiled, shortCircuit: true } as R)
}
