/** The hooks of Node's loader where it runs them in a thread of their own, for what is imported. */

import { load as loadInPlace } from './hooks.ts'

export { resolve } from './hooks.ts'

/** What is CommonJS goes back to its own loader, which is hooked in the program's thread. */
export function load<R>(...args: Parameters<typeof loadInPlace<R>>): R {
  const loaded = loadInPlace(...args)
  return (loaded as { format?: string }).format === 'commonjs' ? ({ ...loaded, source: null } as R) : loaded
}
