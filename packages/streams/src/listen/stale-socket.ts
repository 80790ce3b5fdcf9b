/**
 * The file of a Unix socket stays when its server is killed, and then nobody can listen there. asyncio removes
 * whatever socket is in the way; here only one at which nobody answers is: a running server is not cut off.
 */

import { lstat, unlink } from 'node:fs'
import { connect } from 'node:net'
import { isCancelledError, type Suspension } from '@acoro/core'
import { platform } from '../base/platform.ts'

/** Removes `path` if it is a socket at which nobody listens; false where it is anything else. */
export function* removeStaleSocket(path: string): Generator<Suspension, boolean, unknown> {
  const isSocket = yield* platform<boolean>(`look at ${path}`, (resolve) => {
    lstat(path, (error, stats) => resolve(error === null && stats.isSocket()))
    return () => {}
  })
  if (!isSocket || (yield* answers(path))) return false
  return yield* platform<boolean>(`remove ${path}`, (resolve) => {
    unlink(path, (error) => resolve(error === null || error.code === 'ENOENT'))
    return () => {}
  })
}

function* answers(path: string): Generator<Suspension, boolean, unknown> {
  try {
    yield* platform<void>(`connection to ${path}`, (resolve, reject) => {
      const socket = connect(path)
      socket.once('error', reject)
      socket.once('connect', () => {
        socket.destroy()
        resolve()
      })
      return () => socket.destroy()
    })
    return true
  } catch (error) {
    if (isCancelledError(error)) throw error
    return (error as NodeJS.ErrnoException).code !== 'ECONNREFUSED'
  }
}
