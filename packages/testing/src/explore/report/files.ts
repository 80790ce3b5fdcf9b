/**
 * Writes what is to be seen of a failing order: its page, and its recording for `acoro open`.
 *
 * They are written below `node_modules/.cache`, as other tools do. Where there is no such folder, or no file
 * system, there are none: that must not hide the failure.
 */

import { RuntimeError } from '@acoro/core'
import type { OrderReport } from './order-error.ts'
import type { OrderFile } from './order-file.ts'
import { firstLine, pageOf } from './page.ts'

interface FileSystem {
  existsSync(path: string): boolean
  mkdirSync(path: string, options: { recursive: true }): void
  writeFileSync(path: string, text: string): void
}

export interface WrittenFiles {
  /** The URL of the page. */
  readonly page: string | undefined
  /** The path of the recording. */
  readonly file: string | undefined
}

/** Writes both into `folder`, or below `node_modules/.cache`. */
export function writeFiles(
  report: OrderReport,
  recording: OrderFile,
  folder: string | undefined,
): WrittenFiles {
  const none = { page: undefined, file: undefined }
  try {
    const files = fileSystem()
    const cwd = world.process?.cwd?.()
    if (files === undefined || cwd === undefined) return none
    if (folder === undefined && !files.existsSync(`${cwd}/node_modules`)) return none
    const into = folder ?? `${cwd}/node_modules/.cache/acoro`
    const path = `${isAbsolute(into) ? '' : `${cwd}/`}${into}/${nameOf(report)}`
    files.mkdirSync(into, { recursive: true })
    files.writeFileSync(`${path}.html`, pageOf(report))
    files.writeFileSync(`${path}.json`, JSON.stringify(recording))
    return {
      page: new URL(`file://${path.startsWith('/') ? '' : '/'}${path}.html`).href,
      file: `${path}.json`,
    }
  } catch {
    return none
  }
}

/** Writes a recording to a file. Throws what the file system throws. */
export function writeRecording(recording: OrderFile, path: string): void {
  const files = fileSystem()
  if (files === undefined) throw new RuntimeError('Expected a file system to write a recording to, got none')
  files.writeFileSync(path, JSON.stringify(recording))
}

const world = globalThis as {
  process?: { cwd?(): string; getBuiltinModule?(name: string): FileSystem | undefined }
}

function fileSystem(): FileSystem | undefined {
  return world.process?.getBuiltinModule?.('node:fs')
}

function isAbsolute(path: string): boolean {
  return /^(?:[\\/]|[A-Za-z]:)/.test(path)
}

/** The same failure has the same files each time, so that there are not more and more of them. */
function nameOf({ program, error, replay }: OrderReport): string {
  let hash = 0x811c9dc5
  for (const sign of `${firstLine(error)}\n${replay}`) hash = Math.imul(hash ^ sign.charCodeAt(0), 0x01000193)
  return `${program.replace(/[^\w-]+/g, '-').slice(0, 40)}-${(hash >>> 0).toString(36)}`
}
