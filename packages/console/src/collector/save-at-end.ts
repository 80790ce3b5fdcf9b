/**
 * Has the recording saved when the program ends in a deadlock: by a DeadlockError that nobody caught, or
 * because the process has nothing left to do while tasks wait.
 *
 * After that no message is handled any more, so the thread waits for the worker, for a few seconds at most.
 */

import { performance } from 'node:perf_hooks'
import type { Worker } from 'node:worker_threads'
import { atOnce, loopStats } from '@acoro/core/lowlevel'
import { cutText } from '../base/shown-text.ts'
import { SAVED } from '../link/cells.ts'
import type { Save, Summary, TaskColumns } from '../link/messages.ts'
import type { Loops } from './loops.ts'
import { survey } from './survey.ts'

/** The longest wait for the worker, in ms. */
const LIMIT = 3000

/** Returns a function that takes it back. */
export function saveAtEnd(worker: Worker, loops: Loops, cells: Int32Array<SharedArrayBuffer>): () => void {
  let isSaved = false
  const save = (why: string): void => {
    if (isSaved) return
    isSaved = true
    const columns: TaskColumns[] = []
    const found = atOnce(survey(loops, (part) => columns.push(part)))
    const at = performance.now()
    const summary: Summary = {
      ...found,
      at,
      took: 0,
      utilization: null,
      heap: process.memoryUsage().heapUsed,
    }
    const before = Atomics.load(cells, SAVED)
    worker.postMessage({ kind: 'save', why, columns, summary } satisfies Save)
    Atomics.wait(cells, SAVED, before, LIMIT)
  }
  const onError = (error: unknown): void => {
    if (isDeadlock(error)) save(cutText(error.message))
  }
  const onIdle = (): void => {
    const isWaiting = [...loops.open()].some(([, loop]) => loopStats(loop).tasks.pending > 0)
    if (isWaiting) save('the process had nothing left to do, while tasks waited')
  }
  process.on('uncaughtExceptionMonitor', onError)
  process.on('beforeExit', onIdle)
  return () => {
    process.off('uncaughtExceptionMonitor', onError)
    process.off('beforeExit', onIdle)
  }
}

function isDeadlock(error: unknown): error is Error {
  return error instanceof Error && error.name === 'DeadlockError'
}
