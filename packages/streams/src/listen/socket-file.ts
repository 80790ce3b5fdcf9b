/**
 * The file of a Unix socket: how it appears, whose it is, and how it goes.
 *
 * When a server is closed, the platform removes the file that it had bound, even if another server has put
 * its own there. So a server binds another name beside the path and links the path to it. The link appears at
 * once, already listening, and only if there is no file yet. When the server is closed, it removes the path
 * if it is still its own.
 *
 * If a server is killed, its file stays, and nothing can listen there. asyncio removes any socket that is in
 * the way. Here it is removed only if nothing answers there. Several servers may find such a file at the same
 * time, and the second could remove what the first has just put there. So one server at a time may replace
 * it: the one that could create a lock file beside the path, which exists for a moment only.
 *
 * Invariant: a server removes its path before it stops listening. So a file at which nothing answers has no
 * owner.
 */

import { closeSync, linkSync, lstatSync, openSync, type Stats, unlinkSync } from 'node:fs'
import { connect } from 'node:net'
import { basename, dirname, join } from 'node:path'
import { getRunningLoop, isCancelledError, type Suspension, sleep } from '@acoro/core'
import { platform } from '../base/platform.ts'
import { toOSError } from '../base/to-os-error.ts'

/** An older lock was left behind by a process that was killed, ms. */
const LOCKED_AT_MOST = 5000
const RETRY = 10

/** The longest path that can be bound. */
const LONGEST = 107

let counter = 0

/** Another name beside `path`, to bind; undefined if the path is no file or leaves no room for one. */
export function temporaryName(path: string): string | undefined {
  if (process.platform === 'win32' || path.startsWith('\0')) return undefined
  const unique = `${process.pid.toString(36)}${(counter++).toString(36)}`
  for (const name of [`.${basename(path)}.${unique}`, `.${unique}`]) {
    const whole = join(dirname(path), name)
    if (Buffer.byteLength(whole) <= LONGEST) return whole
  }
  return undefined
}

/** Identifies the file; undefined if there is none. */
export function fileAt(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false })
}

/** Removes `path` if it is the file `own`. */
export function removeOwn(path: string, own: Stats | undefined): void {
  const now = fileAt(path)
  if (now !== undefined && own !== undefined && isSame(now, own)) remove(path)
}

/**
 * Links `path` to the socket at `bound`. A socket file without a server is replaced. Returns false if the
 * path is taken. If it is cancelled, nothing is linked.
 */
export function* publish(bound: string, path: string): Generator<Suspension, boolean, unknown> {
  if (linked(bound, path)) return true
  if (!fileAt(path)?.isSocket()) return false
  const lock = `${path}.lock`
  yield* acquire(lock)
  try {
    while (!linked(bound, path)) {
      if (yield* isAlive(path)) return false
      remove(path)
    }
    return true
  } finally {
    remove(lock)
  }
}

/** Removes `path` if it is a socket file without a server. Returns false if it is anything else. */
export function* removeStale(path: string): Generator<Suspension, boolean, unknown> {
  if (path.startsWith('\0') || !fileAt(path)?.isSocket() || (yield* isAlive(path))) return false
  remove(path)
  return true
}

/** Inode numbers are used again; the time tells the files apart. */
function isSame(a: Stats, b: Stats): boolean {
  return a.ino === b.ino && a.dev === b.dev && a.mtimeMs === b.mtimeMs
}

function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw toOSError(error, `listen on ${to}`, to)
  }
}

function remove(path: string): void {
  try {
    unlinkSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw toOSError(error, `remove ${path}`, path)
  }
}

function* acquire(lock: string): Generator<Suspension, void, unknown> {
  const loop = getRunningLoop()
  let holder: Stats | undefined
  let since = loop.time()
  for (;;) {
    try {
      closeSync(openSync(lock, 'wx'))
      return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw toOSError(error, `lock ${lock}`, lock)
    }
    const seen = fileAt(lock)
    if (seen === undefined || holder === undefined || !isSame(seen, holder)) {
      holder = seen
      since = loop.time()
    } else if (loop.time() - since > LOCKED_AT_MOST) removeOwn(lock, holder)
    yield* sleep(RETRY)
  }
}

/** Does a server answer there? True also if it is not a socket. */
function* isAlive(path: string): Generator<Suspension, boolean, unknown> {
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
    const { code } = error as NodeJS.ErrnoException
    return code !== 'ECONNREFUSED' && code !== 'ENOENT'
  }
}
