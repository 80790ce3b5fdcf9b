import { lstatSync, readlinkSync, type Stats, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/**
 * Where what is written to a path goes. A symbolic link stands for the file it leads to, and stays a link. A device, a
 * pipe or a socket is written to, and never replaced by a file: renaming a file over it would remove it.
 */
export interface Destination {
  /** The path behind all symbolic links, which need not exist. */
  readonly path: string
  /** What there is now; `undefined` if there is nothing. */
  readonly stats: Stats | undefined
  /** Whether a whole file can be put there in one step. */
  readonly isFile: boolean
}

/** As many as Linux follows. */
const MOST_LINKS = 40

/** Throws what node:fs throws; ELOOP for links that lead to one another. */
export function destinationOf(path: string): Destination {
  let at = resolve(path)
  for (let links = 0; links <= MOST_LINKS; links++) {
    const stats = lstatSync(at, { throwIfNoEntry: false })
    if (stats?.isSymbolicLink() !== true) {
      return { path: at, stats, isFile: stats === undefined || stats.isFile() }
    }
    // /dev/stdout and /dev/fd/63 are what this process has open: a file put in its place would be another one.
    if (/^\/(dev|proc)\//.test(at)) return { path: at, stats: statSync(at), isFile: false }
    at = resolve(dirname(at), readlinkSync(at))
  }
  throw Object.assign(new Error(`ELOOP: too many symbolic links, ${path}`), { code: 'ELOOP' })
}
