import { lstatSync, readlinkSync, type Stats, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/**
 * Where a path leads. A symbolic link leads to another file, and stays a link. A device, a pipe or a socket
 * is written to: a rename over it would remove it.
 */
export interface Destination {
  /** The path behind all symbolic links. It need not exist. */
  readonly path: string
  /** What there is now; `undefined` if there is nothing. */
  readonly stats: Stats | undefined
  /** Can a new file be renamed to this path? */
  readonly isFile: boolean
}

/** The limit of Linux. */
const MOST_LINKS = 40

/** Throws what node:fs throws. ELOOP if links lead to one another. */
export function destinationOf(path: string): Destination {
  let at = resolve(path)
  for (let links = 0; links <= MOST_LINKS; links++) {
    const stats = lstatSync(at, { throwIfNoEntry: false })
    if (stats?.isSymbolicLink() !== true) {
      return { path: at, stats, isFile: stats === undefined || stats.isFile() }
    }
    // /dev/stdout and /dev/fd/63 stand for what this process has open. A new file in its place would be
    // another file.
    if (/^\/(dev|proc)\//.test(at)) return { path: at, stats: statSync(at), isFile: false }
    at = resolve(dirname(at), readlinkSync(at))
  }
  throw Object.assign(new Error(`ELOOP: too many symbolic links, ${path}`), { code: 'ELOOP' })
}
