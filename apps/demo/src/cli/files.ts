import { randomUUID } from 'node:crypto'
import { accessSync, constants, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { restoreState } from '../crawl/saved-state.ts'
import type { Visit } from '../crawl/visit.ts'
import { UsageError } from './usage-error.ts'

/**
 * The files that options name. Whether they can be written is asked before the crawl, not after an hour of it, and
 * they are written to a neighbour first and then renamed: what is there is always a whole file, old or new.
 */

export function writeWhole(path: string, text: string): void {
  const draft = `${path}.${randomUUID()}.tmp`
  try {
    writeFileSync(draft, text, { flush: true })
    renameSync(draft, path)
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  }
}

/** Throws UsageError where `path`, given by `option`, cannot become a file. */
export function checkWritable(option: string, path: string): void {
  const folder = dirname(resolve(path))
  try {
    accessSync(folder, constants.W_OK)
  } catch (error) {
    throw new UsageError(`${option} ${JSON.stringify(path)} cannot be written: ${why(error)}`)
  }
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`${option} ${JSON.stringify(path)} cannot be written: it is a folder`)
}

/** What the state at `path` says about the crawl from `start`; nothing where there is no such file. Throws UsageError. */
export function readState(path: string, start: string): readonly Visit[] {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if (isCode(error, 'ENOENT')) return []
    throw new UsageError(`--state ${JSON.stringify(path)} cannot be read: ${why(error)}`)
  }
  const restored = restoreState(text, start)
  if ('refused' in restored)
    throw new UsageError(`--state ${JSON.stringify(path)} is refused: ${restored.refused}`)
  return restored.visits
}

export function why(error: unknown): string {
  if (isCode(error, 'ENOENT')) return 'there is no such file or folder'
  if (isCode(error, 'EACCES')) return 'permission denied'
  if (isCode(error, 'EISDIR')) return 'it is a folder'
  return error instanceof Error ? error.message.split('\n')[0]! : String(error)
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
