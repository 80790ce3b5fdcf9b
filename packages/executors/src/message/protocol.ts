/**
 * What the loop's thread and its workers say to one another.
 *
 * Jobs and results travel through Piscina. Two things cannot: a cancellation has to reach a function that never
 * returns to its event loop, and a portal call goes the other way. The first is a cell of shared memory, the second
 * a port of its own, made only for jobs that were given a portal.
 *
 *   cells, two for each job that may run at a time: [thread that runs it, 1 once it was asked to stop]
 *
 *   the first: 0 --begins--> its thread --ends--> ENDED      the reply is on its way: nobody may end the thread
 *                                \--grace period over--> STOPPED      the thread is being ended: it may not reply
 *
 * Invariant: who changes the thread into something else, by one atomic step, has decided which of the two it is.
 */

import type { MessagePort } from 'node:worker_threads'
import type { Encoded } from './error-codec.ts'

/** What a worker is started with. */
export interface WorkerData {
  readonly cells: Int32Array
}

/** In place of the thread; those are above 0. */
export const ENDED = -1
export const STOPPED = -2

export function threadCell(slot: number): number {
  return slot * 2
}

export function cancelCell(slot: number): number {
  return slot * 2 + 1
}

/** A job on its way to a worker. */
export interface JobMessage {
  readonly slot: number
  readonly url: string
  readonly exportName: string
  readonly args: readonly unknown[]
  /** Where portals stand among the arguments, and what they can call; nothing of it for most jobs. */
  readonly portals?: readonly PortalPlace[]
  readonly port?: MessagePort
}

export interface PortalPlace {
  readonly index: number
  readonly names: readonly string[]
}

/** What came of a job, or of a call through a portal. */
export type Reply = { readonly value: unknown } | { readonly error: Encoded }

/** A call through a portal; one with a `signal` is waited for. */
export interface PortalCall {
  readonly portal: number
  readonly name: string
  readonly args: readonly unknown[]
  readonly signal?: Int32Array
}
