/** The hooks of Node's loader where it runs them in place, for what is imported and for what is required. */

import { fileURLToPath } from 'node:url'
import { compile } from './compile.ts'
import { instead } from './instead.ts'

interface Context {
  readonly parentURL?: string
  readonly format?: string | null
  readonly conditions?: readonly string[]
}
type Next<R> = (what: string, context: Context) => R

export function resolve<R>(specifier: string, context: Context, next: Next<R>): R {
  const found = instead(specifier, context.parentURL)
  // `require` takes a path, and no address.
  const isPath = found !== specifier && context.conditions?.includes('require') === true
  return next(isPath ? fileURLToPath(found) : found, context)
}

export function load<R>(url: string, context: Context, next: Next<R>): R {
  const compiled = compile(url, context.format)
  return compiled === null ? next(url, context) : ({ ...compiled, shortCircuit: true } as R)
}
