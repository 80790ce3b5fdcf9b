/** Node's file operations as waits that can be cancelled. */

import { type FileHandle, open } from 'node:fs/promises'
import type { Suspension } from '@acoro/core'
import { platform } from '../base/platform.ts'
import { toOSError } from '../base/to-os-error.ts'

/** Opens a file. If it is cancelled, the file is closed as soon as it is open. */
export function* opened(path: string | URL): Generator<Suspension, FileHandle, unknown> {
  const name = String(path)
  return yield* platform<FileHandle>(`open of ${name}`, (resolve, reject) => {
    const opening = open(path)
    opening.then(resolve, (error) => reject(toOSError(error, `open ${name}`, name)))
    return () => void opening.then((handle) => handle.close()).catch(() => {})
  })
}

/** Waits for an operation on a file. If it is cancelled, the operation goes on and its outcome is dropped. */
export function* waitFor<T>(what: string, promise: Promise<T>): Generator<Suspension, T, unknown> {
  return yield* platform<T>(what, (resolve, reject) => {
    promise.then(resolve, (error) => reject(toOSError(error, what.replace(' of ', ' '))))
    return () => {}
  })
}

/** Node does not export the class. */
export function isFileHandle(file: unknown): file is FileHandle {
  return typeof file === 'object' && file !== null && 'fd' in file && 'read' in file
}
