/**
 * Finds the entry of the worker.
 *
 * It is beside this file, in the sources and in every build. The build for Node joins this file into another
 * one, and puts the joined `worker-entry.js` beside that. A bundler does not bring it along, and in a CommonJS
 * bundle there is no `import.meta.url` either.
 */

import { existsSync } from 'node:fs'
import { RuntimeError } from '@acoro/core'

/** The file with which a worker begins, thread or process. RuntimeError if it is not there. */
export function workerUrl(kind: 'worker' | 'process'): string {
  const here = import.meta.url as string | undefined
  // In development the package runs from its sources, and a worker may need a loader for them.
  const name = `${kind}-${here?.endsWith('.ts') ? 'from-source' : 'entry'}.js`
  const url = here === undefined ? undefined : new URL(`./${name}`, here)
  if (url !== undefined && existsSync(url)) return url.href
  throw new RuntimeError(
    `Expected the file ${name} beside the code of this package, got a bundle without it: ` +
      'leave @acoro/executors out of the bundle (external), because a worker begins in a file',
  )
}
