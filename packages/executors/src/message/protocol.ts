/**
 * What the thread of the loop and its workers send to one another.
 *
 * Jobs and results travel through Piscina. Two things cannot. A cancellation must reach a function that never
 * returns to its event loop, so it is a cell of shared memory. A portal call goes the other way, so it has a
 * port, made only for jobs with a portal.
 *
 *   cells, two for each job that may run at a time: [thread that runs it, 1 once it was asked to stop]
 *
 *   the first: 0 --begins--> its thread --ends--> ENDED     the reply is on its way: do not end the thread
 *                                \--grace period over--> STOPPED    it is being ended: it must not reply
 *
 * Invariant: one atomic step replaces the thread by ENDED or STOPPED. The side that makes the step has
 * decided.
 */

import type { MessagePort } from 'node:worker_threads'
import type { Encoded } from './error-codec.ts'

/** The data with which a worker is started. */
export interface WorkerData {
  readonly cells: Int32Array
}

/** These stand in place of the number of a thread, which is above 0. */
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
  /** Where portals stand among the arguments, and what they can call. Left out if there are none. */
  readonly portals?: readonly PortalPlace[]
  readonly port?: MessagePort
}

export interface PortalPlace {
  readonly index: number
  readonly names: readonly string[]
}

/** The outcome of a job, or of a call through a portal. */
export type Reply = { readonly value: unknown } | { readonly error: Encoded }

/** A call through a portal. If it has a `signal`, the worker waits for the answer. */
export interface PortalCall {
  readonly portal: number
  readonly name: string
  readonly args: readonly unknown[]
  readonly signal?: Int32Array
}
