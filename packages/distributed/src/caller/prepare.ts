/**
 * Packs a call for sending. It is packed at the moment of the call, so the job does not see what the caller
 * changes in the arguments afterwards.
 */

import { createHash, randomUUID } from 'node:crypto'
import { type CallHead, callOf, packCall } from '../jobs/call.ts'
import type { JobEntry, Registry } from '../jobs/define-jobs.ts'
import { writeTrace } from '../message/trace.ts'
import type { CallOptions, QueueExecutorOptions } from './options.ts'
import type { Sendable } from './remote-job.ts'

/** How long jobs stay in Redis after their end: in s, and how many. */
const KEEP_DONE = { age: 3600, count: 10_000 }
const KEEP_FAILED = { age: 7 * 86_400, count: 10_000 }
const KEEP_RESULT = 3_600_000

/** TypeError for arguments that cannot be sent, RangeError for those that are too large. */
export function prepare(
  registry: Registry,
  entry: JobEntry,
  args: readonly unknown[],
  caller: string,
  { key, keep = KEEP_RESULT, delay, priority, expires, onProgress }: CallOptions,
  { lease, trace }: QueueExecutorOptions,
  /** For a stream: how many items may be on their way. */
  window: number | undefined,
): Sendable {
  const id = key === undefined ? randomUUID() : idOfKey(entry.name, key)
  const head: CallHead = {
    r: caller,
    ...(expires !== undefined && { x: Date.now() + expires }),
    // A stream whose reader is dead would wait for ever.
    ...((window !== undefined || (lease !== undefined && key === undefined)) && { l: 1 as const }),
    ...(window !== undefined && { w: window }),
    ...(onProgress !== undefined && { p: 1 as const }),
    ...(key !== undefined && { k: keep }),
  }
  const { message, stored } = packCall(registry, entry, id, callOf(registry, args), head)
  const { attempts = 1 } = entry.options
  const metadata = writeTrace(trace?.())
  return {
    id,
    name: entry.name,
    data: { ...message, ...head },
    options: {
      jobId: id,
      attempts,
      removeOnComplete: key === undefined ? KEEP_DONE : true,
      removeOnFail: KEEP_FAILED,
      ...(attempts > 1 && { backoff: { type: 'custom' } }),
      ...(delay !== undefined && { delay }),
      ...(priority !== undefined && { priority }),
      ...(metadata !== undefined && { telemetry: { metadata, omitContext: false } }),
    },
    stored,
    fingerprint: key === undefined ? undefined : registry.codec.fingerprint(args, entry.name),
  }
}

/** BullMQ refuses ids with «:», and ids that are numbers. */
function idOfKey(name: string, key: string): string {
  return `key-${createHash('sha256')
    .update(JSON.stringify([name, key]))
    .digest('hex')}`
}
