/**
 * Runs jobs in the worker. Piscina calls it once for each job.
 *
 * It must not throw: Piscina would take a thrown null for success, and a reply that cannot be cloned would
 * end the worker. So the outcome of a job is always a reply, checked before it is sent.
 */

import { threadId, workerData } from 'node:worker_threads'
import { cancellation } from '../message/cancellation.ts'
import { findUncloneable } from '../message/cloneable.ts'
import { encodeThrown } from '../message/error-codec.ts'
import {
  cancelCell,
  ENDED,
  type JobMessage,
  type Reply,
  STOPPED,
  threadCell,
  type WorkerData,
} from '../message/protocol.ts'
import { takeTransferList } from '../message/transfer.ts'
import { type CurrentJob, setCurrentJob } from './current-job.ts'
import { releaseSignal } from './job-signal.ts'
import { loadedFunction, loadFunction } from './load-function.ts'
import { mayBePromise, refuseResult } from './result.ts'
import { WorkerPortals } from './worker-portal.ts'

const { cells } = workerData as WorkerData

export default async function runJob(message: JobMessage): Promise<Reply> {
  const { slot, url, exportName, port } = message
  const job: CurrentJob = { cells, slot, ended: false, signal: null }
  const portals = port === undefined ? null : new WorkerPortals(port)
  // First of all: from here on, the job can be stopped by ending this thread.
  Atomics.store(cells, threadCell(slot), threadId)
  setCurrentJob(job)
  try {
    if (Atomics.load(cells, cancelCell(slot)) !== 0) throw cancellation()
    const fn = loadedFunction(url, exportName) ?? (await loadFunction(url, exportName))
    const value = fn(...argumentsOf(message, portals))
    return await reply(mayBePromise(value) ? await value : value, exportName)
  } catch (error) {
    return { error: encodeThrown(error) }
  } finally {
    releaseSignal(job)
    portals?.end()
    setCurrentJob(null)
    endUnlessStopped(threadCell(slot))
  }
}

/** From here on the thread belongs to the next job. If it is being ended, this waits for the end. */
function endUnlessStopped(cell: number): void {
  if (Atomics.compareExchange(cells, cell, threadId, ENDED) === STOPPED) Atomics.wait(cells, cell, STOPPED)
}

function argumentsOf(
  { args, portals: places }: JobMessage,
  portals: WorkerPortals | null,
): readonly unknown[] {
  if (places === undefined || portals === null) return args
  const filled = [...args]
  for (const place of places) filled[place.index] = portals.portal(place)
  return filled
}

function reply(value: unknown, exportName: string): Reply | Promise<Reply> {
  const list = takeTransferList(value)
  refuseResult(findUncloneable(value, 'result', list === undefined ? undefined : new Set(list)), exportName)
  return list === undefined ? { value } : (movable({ value }, list) as Promise<Reply>)
}

/** Loaded only for results that are moved: it would double the start time of a worker. */
async function movable(message: Reply, list: readonly object[]): Promise<unknown> {
  const { move, transferableSymbol, valueSymbol } = await import('piscina')
  return move({ [transferableSymbol]: list, [valueSymbol]: message } as never)
}
