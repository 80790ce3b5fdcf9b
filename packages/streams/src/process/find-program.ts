/** Finds the file of a program as the platform would, because a shell cannot report what was wrong. */

import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { FileNotFoundError, PermissionDeniedError } from '../base/errors.ts'

/** Where the platform looks if the environment does not say. */
const DEFAULT_PATH = '/bin:/usr/bin'

/**
 * Returns the path of `program`. Throws FileNotFoundError, or PermissionDeniedError if it is found but may
 * not be run.
 */
export function findProgram(
  program: string,
  cwd = '.',
  env: Readonly<Record<string, string | undefined>> = process.env,
): string {
  const places = program.includes('/') ? [''] : (env.PATH ?? DEFAULT_PATH).split(delimiter)
  let denied = false
  for (const place of places) {
    const path = resolve(cwd, join(place, program))
    const found = look(path)
    if (found === 'runs') return path
    denied ||= found === 'denied'
  }
  const [Kind, code, what] = denied
    ? ([PermissionDeniedError, 'EACCES', 'it may not be run'] as const)
    : ([FileNotFoundError, 'ENOENT', 'there is no such program'] as const)
  throw new Kind(`Could not run ${program}: ${what}`, { code, address: program })
}

function look(path: string): 'runs' | 'denied' | 'missing' {
  try {
    if (!statSync(path).isFile()) return 'denied'
  } catch {
    return 'missing'
  }
  try {
    accessSync(path, constants.X_OK)
    return 'runs'
  } catch {
    return 'denied'
  }
}
