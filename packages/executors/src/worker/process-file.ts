/**
 * Finds the file with which a child process begins.
 *
 * It is beside this file, in the sources and in every build. The build for Node joins this file into another
 * one, and puts the joined `process-entry.js` beside that. A bundler does not bring it along, and in a
 * CommonJS bundle there is no `import.meta.url` either.
 */

import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { RuntimeError } from '@acoro/core'

/** The path of the file. RuntimeError if it is not there. */
export function processFile(): string {
  const here = import.meta.url as string | undefined
  // In development the package runs from its sources, and a process may need a loader for them.
  const name = here?.endsWith('.ts') ? 'process-from-source.js' : 'process-entry.js'
  const url = here === undefined ? undefined : new URL(`./${name}`, here)
  if (url !== undefined && existsSync(url)) return fileURLToPath(url)
  throw new RuntimeError(
    `Expected the file ${name} beside the code of this package, got a bundle without it: ` +
      'leave @acoro/executors out of the bundle (external), because a process begins in a file',
  )
}
