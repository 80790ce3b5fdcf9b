import { statSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { normalizeUrl } from '../link/resolve-link.ts'
import { why } from '../store/disk-error.ts'
import { UsageError } from './usage-error.ts'

/** Where to start: an http address, a file, or `-` for standard input. Files become `file:` addresses. */

/** The address of standard input. Its relative links lead from the current folder. */
export const STDIN: string = pathToFileURL(join(process.cwd(), '(standard input)')).href

/** Throws UsageError if `text` is neither a URL nor a file. */
export function parseStart(text: string): string {
  if (text === '-') return STDIN
  const isAddress = /^https?:/i.test(text)
  if (!isAddress) {
    const file = fileAt(text)
    if (file !== undefined) return file
  }
  if (!URL.canParse(text))
    throw new UsageError(`neither a valid URL nor a file: ${quote(text)}${hintFor(text)}`)
  if (!isAddress)
    throw new UsageError(`expected an http or https URL, or a file, got ${quote(text)}${hintFor(text)}`)
  return normalizeUrl(new URL(text))
}

function fileAt(path: string): string | undefined {
  try {
    if (statSync(path).isDirectory())
      throw new UsageError(
        `${quote(path)} is a folder: name the files in it, such as ${quote(`${join(path, '*.md')}`)}`,
      )
    return normalizeUrl(pathToFileURL(path))
  } catch (error) {
    if (error instanceof UsageError) throw error
    // Asked not to throw, newer Nodes take a path through a file for one without an entry.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new UsageError(`${quote(path)} cannot be read: ${why(error)}`)
  }
}

/** Without a scheme, `text` is usually a host name, or a port of this machine. */
function hintFor(text: string): string {
  const host = /^([\w-]+(?:\.[\w-]+)*)(:\d+)?(\/|$)/.exec(text)
  if (host === null || !(host[1]?.includes('.') || host[2])) return ''
  return `; did you mean ${host[2] ? 'http' : 'https'}://${text}?`
}

/** Quotes `text`, on one line. */
export function quote(text: string): string {
  return JSON.stringify(text)
}
