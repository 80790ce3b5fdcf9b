/**
 * The thread that watches over a child process. It reads the pipe from the parent (see process-protocol.ts).
 *
 * A job may compute for ever, so its own thread may never see that it was cancelled, or that the parent died.
 * A child that went on without its parent would be an orphan.
 */

import { Worker } from 'node:worker_threads'
import { CANCELLED_JOB, JOB, PIPE } from '../message/process-protocol.ts'
import { cancelCell } from '../message/protocol.ts'

interface GuardData {
  readonly cells: Int32Array
  readonly pipe: number
  /** Which cell says what. */
  readonly current: number
  readonly cancelled: number
  readonly cancel: number
}

/** Starts the thread. It does not keep the process alive. */
export function startGuard(cells: Int32Array): void {
  const workerData: GuardData = {
    cells,
    pipe: PIPE,
    current: JOB,
    cancelled: CANCELLED_JOB,
    cancel: cancelCell(0),
  }
  new Worker(`(${guard})()`, { eval: true, workerData, execArgv: [], env: {} }).unref()
}

/** Runs in the thread, from its text. So it uses nothing of this module. */
function guard(): void {
  const threads = process.getBuiltinModule('node:worker_threads')
  const { cells, pipe, current, cancelled, cancel } = threads.workerData as GuardData
  const { Socket } = process.getBuiltinModule('node:net')
  const { createReadStream } = process.getBuiltinModule('node:fs')
  // Bun does not read a socket of another process in a thread. Node could not exit while a file is being
  // read.
  const stream =
    process.versions.bun === undefined
      ? new Socket({ fd: pipe, readable: true, writable: false })
      : createReadStream('', { fd: pipe })
  stream
    .on('data', (bytes: Buffer) => {
      // Only the last one can be of the job that runs.
      const number = bytes.readUInt32LE(bytes.length - 4)
      Atomics.store(cells, cancelled, number)
      if (Atomics.load(cells, current) !== number) return
      Atomics.store(cells, cancel, 1)
      Atomics.notify(cells, cancel)
    })
    .on('error', () => {})
    .on('close', () => process.kill(process.pid, 'SIGKILL'))
}
