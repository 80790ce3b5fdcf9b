/**
 * The file in which a program says how its console is reached: `PID.json`, readable by its owner only.
 *
 * Nothing is asked of a program to find it: no signal is sent, which would end a program that has no handler
 * for it. A program that was killed leaves its file behind, so a file without a process is removed.
 */

import { randomUUID } from 'node:crypto'
import { lstatSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openDirectory } from './directory.ts'

/** What the file holds. */
export interface ProgramFile {
  readonly pid: number
  readonly host: string
  readonly port: number
  readonly token: string
  /** The file that was started. */
  readonly title: string
  /** When the console began, in ms since 1970. */
  readonly since: number
}

/** A file is some hundred bytes. A larger one is not ours. */
const MOST_BYTES = 16_384

/**
 * Writes the file as a whole, and removes those of programs that are gone. ConsoleError as `openDirectory`.
 */
export function writeProgramFile(directory: string, content: ProgramFile): string {
  openDirectory(directory)
  removeStale(directory)
  const path = join(directory, `${content.pid}.json`)
  const draft = join(directory, `${content.pid}.${randomUUID()}`)
  // A name that exists is refused, so no link can be followed.
  writeFileSync(draft, JSON.stringify(content), { mode: 0o600, flag: 'wx' })
  renameSync(draft, path)
  return path
}

/** Removes the file if it is still the one with this token. Never throws: it runs while a process exits. */
export function removeProgramFile(path: string, token: string): void {
  if (readProgramFile(path)?.token === token) rmSync(path, { force: true })
}

/** The programs of a directory, in the order of their process ids. Those that are gone are removed. */
export function listPrograms(directory: string): ProgramFile[] {
  removeStale(directory)
  return entriesOf(directory)
    .map(({ path }) => readProgramFile(path))
    .filter((found) => found !== undefined)
    .sort((a, b) => a.pid - b.pid)
}

/** Does a process of this id run, and belong to this user? Asks the system, not the process. */
export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** The content of a file, or undefined if it is none of ours. */
export function readProgramFile(path: string): ProgramFile | undefined {
  try {
    const found = lstatSync(path)
    if (!found.isFile() || found.size > MOST_BYTES) return undefined
    const uid = process.getuid?.()
    if (uid !== undefined && (found.uid !== uid || (found.mode & 0o077) !== 0)) return undefined
    const content: unknown = JSON.parse(readFileSync(path, 'utf8'))
    return isProgramFile(content) ? content : undefined
  } catch {
    return undefined
  }
}

function removeStale(directory: string): void {
  for (const { path, pid } of entriesOf(directory)) if (!isRunning(pid)) rmSync(path, { force: true })
}

function entriesOf(directory: string): { path: string; pid: number }[] {
  let names: string[]
  try {
    names = readdirSync(directory)
  } catch {
    return []
  }
  return names.flatMap((name) => {
    const pid = /^([1-9]\d{0,9})\.json$/.exec(name)?.[1]
    return pid === undefined ? [] : [{ path: join(directory, name), pid: Number(pid) }]
  })
}

const kinds: Readonly<Record<keyof ProgramFile, string>> = {
  pid: 'number',
  host: 'string',
  port: 'number',
  token: 'string',
  title: 'string',
  since: 'number',
}

function isProgramFile(content: unknown): content is ProgramFile {
  if (typeof content !== 'object' || content === null) return false
  const fields = content as Record<string, unknown>
  return Object.entries(kinds).every(([name, kind]) => typeof fields[name] === kind)
}
