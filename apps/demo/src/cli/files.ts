import { accessSync, constants, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { KnownVisits } from '../crawl/known-visits.ts'
import { restoreState } from '../crawl/saved-state.ts'
import { isCode, why } from '../store/disk-error.ts'
import { readLines } from '../store/read-lines.ts'
import { UsageError } from './usage-error.ts'

/** The files that options name are looked at before the crawl, not after an hour of it. */

/** Throws UsageError where `path`, given by `option`, cannot become a file. */
export function checkWritable(option: string, path: string): void {
  const refuse = (reason: string): never => {
    throw new UsageError(`${option} ${JSON.stringify(path)} cannot be written: ${reason}`)
  }
  try {
    accessSync(dirname(resolve(path)), constants.W_OK)
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) refuse('it is a folder')
  } catch (error) {
    if (error instanceof UsageError) throw error
    refuse(why(error))
  }
}

/** What the state at `path` says about the crawl from `start`; nothing where there is no such file. Throws UsageError. */
export function readState(path: string, start: string): KnownVisits | undefined {
  const quoted = `--state ${JSON.stringify(path)}`
  try {
    const restored = restoreState(readLines(path), start)
    if ('known' in restored) return restored.known
    throw new UsageError(`${quoted} is refused: ${restored.refused}`)
  } catch (error) {
    if (isCode(error, 'ENOENT')) return undefined
    if (error instanceof UsageError) throw error
    throw new UsageError(`${quoted} cannot be read: ${why(error)}`)
  }
}
