/**
 * The file in which the worker thread begins. It lies in the folder beside that of this file, in the sources
 * and in every build. A bundler does not bring it along.
 */

import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { ConsoleError } from '../base/console-error.ts'

/** ConsoleError if it is not there. */
export function workerFile(): URL {
  const here = import.meta.url as string | undefined
  // In development the package runs from its sources, and the worker may need a loader for them.
  const name = here?.endsWith('.ts') ? 'worker-from-source.js' : 'worker-entry.js'
  const url = here === undefined ? undefined : new URL(`../server/${name}`, here)
  if (url !== undefined && existsSync(fileURLToPath(url))) return url
  throw new ConsoleError(
    `Expected the file server/${name} beside the code of this package, got a bundle without it: ` +
      'leave @acoro/console out of the bundle (external), because its server begins in a file',
  )
}
