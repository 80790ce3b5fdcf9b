/** Where a task stands, in the user's own code. */

import type { StackFrame, Task } from '@acoro/core'
import { type Captured, capture, firstPlace } from '@acoro/core/lowlevel'

/** `file:line` of the innermost frame of the user's code; undefined if it is unknown. */
export function placeOf(task: Task<unknown>): string | undefined {
  let frame: StackFrame | undefined
  try {
    frame = task.getStack().findLast(({ file }) => file !== undefined && !isOurs(file))
  } catch {
    return undefined
  }
  return frame === undefined ? undefined : `${shortened(frame.file as string)}:${frame.line}`
}

function isOurs(file: string): boolean {
  if (/[/\\]node_modules[/\\]@acoro[/\\]/.test(file)) return true
  const home = folderOfSisters()
  return home !== undefined && file.startsWith(home) && OWN.test(file.slice(home.length))
}

/** A file of a package, below the folder of all packages. Its tests are code of a user. */
const OWN = /^[^/\\]+[/\\](?:src|dist)[/\\]/

/** The folder of this package and its sisters, if they are not installed ones. */
function folderOfSisters(): string | undefined {
  const here = capturedHere()
  return firstPlace(here)?.file?.replace(/[^/\\]+[/\\](?:src|dist)[/\\].*$/, '')
}

function capturedHere(): Captured {
  const captured = capture(capturedHere, 1)
  return captured
}

/** A path below the working directory, as seen from there. */
export function shortened(file: string): string {
  const path = file.replace(/^file:\/\//, '')
  const { process } = globalThis as { process?: { cwd?(): string } }
  const home = process?.cwd?.()
  return home !== undefined && path.startsWith(`${home}/`) ? path.slice(home.length + 1) : path
}
