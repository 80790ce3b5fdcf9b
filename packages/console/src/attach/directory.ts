/**
 * The directory where each program of a user writes the address and token of its console.
 *
 * A process that can read those files can use the console, so only their owner may read them. In a shared
 * `/tmp` another user could have made the directory first, or put a link in its place. Then it is refused.
 */

import { lstatSync, mkdirSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { ConsoleError } from '../base/console-error.ts'

/** The mode bits that let anybody but the owner in. */
const OTHERS = 0o077

/** Where the directory of this user is. It need not exist. */
export function directoryPath(env: NodeJS.ProcessEnv = process.env): string {
  if (env.ACORO_CONSOLE_DIR) return env.ACORO_CONSOLE_DIR
  if (env.XDG_RUNTIME_DIR) return join(env.XDG_RUNTIME_DIR, 'acoro')
  // Elsewhere than on Linux the directory for temporary files is the user's own, too.
  return join(tmpdir(), `acoro-${process.getuid?.() ?? userInfo().username}`)
}

/**
 * Makes the directory if it is not there. ConsoleError if it is not a directory that only this user can open.
 */
export function openDirectory(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 })
  checkDirectory(path)
}

/** ConsoleError if it is not a directory that only this user can open. */
export function checkDirectory(path: string): void {
  const found = lstatSync(path)
  const expected = `Expected the directory ${path} to belong to this user alone`
  const cure = 'remove it, or name another one in ACORO_CONSOLE_DIR'
  if (!found.isDirectory()) throw new ConsoleError(`${expected}, got a file or a link: ${cure}`)
  const uid = process.getuid?.()
  // Windows has neither owners nor modes of this kind.
  if (uid === undefined) return
  if (found.uid !== uid) throw new ConsoleError(`${expected} (${uid}), got one of user ${found.uid}: ${cure}`)
  if ((found.mode & OTHERS) !== 0) {
    const mode = (found.mode & 0o777).toString(8)
    throw new ConsoleError(`${expected}, got the mode ${mode}: chmod 700 it, or ${cure}`)
  }
}
