/**
 * The hooks of Node's loader, which runs them in a thread of its own where it cannot run them in place.
 */

import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { compile } from './compile.ts'

interface Context {
  readonly parentURL?: string
  readonly format?: string | null
}
type Next<R> = (what: string, context: Context) => R

const OWN_MODULES = '@acoro/async/'

/** What to ask Node for in place of `specifier`. TypeScript names a file `.ts` as `.js`. */
function instead(specifier: string, { parentURL }: Context): string {
  if (specifier.startsWith(OWN_MODULES) && parentURL?.includes('/node_modules/') === true)
    return import.meta.resolve(specifier)
  if (parentURL?.startsWith('file:') !== true || !/^\.{1,2}\/.*\.[cm]?js$/.test(specifier)) return specifier
  const asked = new URL(specifier, parentURL)
  const source = new URL(asked.href.replace(/js$/, 'ts'))
  return !existsSync(fileURLToPath(asked)) && existsSync(fileURLToPath(source)) ? source.href : specifier
}

export function resolve<R>(specifier: string, context: Context, next: Next<R>): R {
  return next(instead(specifier, context), context)
}

export function load<R>(url: string, context: Context, next: Next<R>): R {
  const compiled = compile(url, context.format)
  return compiled === null ? next(url, context) : ({ ...compiled, shortCircuit: true } as R)
}
