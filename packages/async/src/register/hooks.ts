/** The hooks of Node's loader where it runs them in place, for what is imported and for what is required. */

import { fileURLToPath } from 'node:url'
import { compile, type Source, sourceOf } from './compile.ts'
import { instead } from './instead.ts'

export interface Context {
  readonly parentURL?: string
  readonly format?: string | null
  readonly conditions?: readonly string[]
}
export type Next<R> = (what: string, context: Context) => R

export function resolve<R>(specifier: string, context: Context, next: Next<R>): R {
  const found = instead(specifier, context.parentURL)
  // `require` takes a path, and no address.
  const isPath = found !== specifier && context.conditions?.includes('require') === true
  return next(isPath ? fileURLToPath(found) : found, context)
}

export function load<R>(url: string, context: Context, next: Next<R>): R {
  return compiled(sourceOf(url, context.format), url, context, next)
}

/** `found` is what this package loads, or null. */
export function compiled<R>(found: Source | null, url: string, context: Context, next: Next<R>): R {
  const source = found && compile(found)
  return source === null ? next(url, context) : ({ format: found?.format, source, shortCircuit: true } as R)
}
