/**
 * The call of a job, as it is in Redis: what BullMQ calls the data of a job.
 *
 * A signature covers all of it and the id, so that nobody can send a caller's arguments again under another
 * name, or have the result sent elsewhere.
 */

import { copyContext } from '@acoro/core'
import type { Message, Packed } from '../message/codec.ts'
import type { JobEntry, Registry } from './define-jobs.ts'

/** The parts of a call beside its arguments. */
export interface CallHead {
  /** The caller that the result goes to. */
  readonly r: string
  /** When the call expires, in ms since 1970. */
  readonly x?: number
  /** The caller has a lease: without it, nobody wants the result any more. */
  readonly l?: 1
  /** How long the result of an idempotent call is kept, in ms. */
  readonly k?: number
  /** The caller reads items one by one, and this many may be on the way. */
  readonly w?: number
  /** The caller wants to hear of progress. */
  readonly p?: 1
}

export type CallData = Message & CallHead

/** The arguments, and the values of the context variables that follow. */
export interface Call {
  readonly args: readonly unknown[]
  readonly carry?: Readonly<Record<string, unknown>>
}

/** The call of `entry` with these arguments, and with the context of this moment. */
export function callOf(registry: Registry, args: readonly unknown[]): Call {
  return { args, ...carried(registry) }
}

export function packCall(
  registry: Registry,
  entry: JobEntry,
  id: string,
  call: Call,
  head: CallHead,
): Packed {
  return registry.codec.pack(call, `the arguments of ${entry.name}`, about(id, entry.name, head))
}

/** Reads a call; MessageError if it cannot be read. */
export async function unpackCall(
  registry: Registry,
  id: string,
  name: string,
  data: CallData,
): Promise<Call> {
  const call = await registry.codec.unpack(data, `the call of ${name}`, about(id, name, data))
  const { args, carry } = (call ?? {}) as Partial<Call>
  return {
    args: Array.isArray(args) ? args : [],
    carry: typeof carry === 'object' && carry !== null ? carry : {},
  }
}

function about(id: string, name: string, { r, x, l, k, w, p }: CallHead): readonly string[] {
  return ['call', id, name, r, String(x), String(l), String(k), String(w), String(p)]
}

function carried({ carry }: Registry): { carry?: Record<string, unknown> } {
  if (carry.size === 0) return {}
  const here = copyContext()
  const values: Record<string, unknown> = {}
  for (const [name, variable] of carry) if (here.has(variable as never)) values[name] = here.get(variable)
  return Object.keys(values).length === 0 ? {} : { carry: values }
}
