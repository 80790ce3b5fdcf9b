import { accessSync, constants } from 'node:fs'
import { dirname } from 'node:path'
import { AnswerCache } from '../crawl/answer-cache.ts'
import type { KnownVisits } from '../crawl/known-visits.ts'
import { restoreState } from '../crawl/saved-state.ts'
import { destinationOf } from '../store/destination.ts'
import { isCode, why } from '../store/disk-error.ts'
import { readLines } from '../store/read-lines.ts'
import { UsageError } from './usage-error.ts'

const READ_AGAIN: ReadonlySet<string> = new Set(['--state', '--cache'])

/** Checks the files that options name before the crawl, not after an hour of it. */

/**
 * Throws UsageError if the file that `option` names cannot be written. A file that is read again has to be
 * regular.
 */
export function checkWritable(option: string, path: string): void {
  const refuse = (reason: string): never => {
    throw new UsageError(`${option} ${JSON.stringify(path)} cannot be written: ${reason}`)
  }
  try {
    const { path: target, stats, isFile } = destinationOf(path)
    if (stats?.isDirectory()) refuse('it is a folder')
    if (READ_AGAIN.has(option) && !isFile) refuse('it is no regular file, so it could not be read again')
    // A regular file is replaced by a new one in its folder. A device or a pipe is written to.
    accessSync(isFile ? dirname(target) : target, constants.W_OK)
  } catch (error) {
    if (error instanceof UsageError) throw error
    refuse(why(error))
  }
}

/**
 * Reads the state of a crawl from `start`. Returns undefined if the file does not exist. Throws UsageError.
 */
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

/** Reads a cache. It is empty if the file does not exist. Throws UsageError. */
export function readCache(path: string, now: () => number, maxAge: number): AnswerCache {
  const cache = new AnswerCache(now, maxAge)
  const quoted = `--cache ${JSON.stringify(path)}`
  try {
    const refused = cache.read(readLines(path))
    if (refused !== undefined) throw new UsageError(`${quoted} is refused: ${refused}`)
  } catch (error) {
    if (error instanceof UsageError) throw error
    if (!isCode(error, 'ENOENT')) throw new UsageError(`${quoted} cannot be read: ${why(error)}`)
  }
  return cache
}
