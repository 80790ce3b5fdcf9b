/** The hooks of Node's loader where it runs them in a thread of their own, for what is imported. */

import { sourceOf } from './compile.ts'
import { type Context, compiled, type Next } from './hooks.ts'

export { resolve } from './hooks.ts'

/** What is CommonJS goes back to its own loader, which is hooked in the program's thread. */
export function load<R>(url: string, context: Context, next: Next<R>): R {
  const found = sourceOf(url, context.format)
  return found?.format === 'commonjs'
    ? ({ format: 'commonjs', source: null, shortCircuit: true } as R)
    : compiled(found, url, context, next)
}
