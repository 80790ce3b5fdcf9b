/**
 * A job of the pool, from the queue to its end.
 *
 *   queued --begin--> running --reply--> ended
 *      \--cancel--> ended   \--cancel--> asked to stop --reply, or the grace period is over--> ended
 *
 * The arguments are checked when the job is submitted, and cloned when it begins. If they cannot be cloned,
 * the job fails.
 */

import { CancelledError, type Job } from '@acoro/core'
import { isDetached } from '../message/cloneable.ts'
import type { JobMessage, PortalPlace } from '../message/protocol.ts'
import { kindOf } from '../message/text.ts'
import { takeTransferList } from '../message/transfer.ts'
import { isLoopPortal, type LoopPortal } from '../portal/loop-portal.ts'
import { PortalLine } from '../portal/portal-line.ts'
import type { WorkerReference } from '../worker/worker-function.ts'

export class ThreadJob implements Job<never> {
  readonly reference: WorkerReference
  readonly args: readonly unknown[]
  readonly transferred: readonly object[]
  /** The slot in which it runs; -1 while it is queued, and after its end. */
  slot = -1
  cancelled = false
  line: PortalLine | null = null
  /** The timer that ends the worker after the grace period. */
  grace: NodeJS.Timeout | undefined
  readonly #stop: (job: ThreadJob) => void
  readonly #portals: ReadonlyMap<number, LoopPortal>
  #ended = false
  #succeeded: ((value: never) => void) | undefined
  #failed: ((error: unknown) => void) | undefined

  /** `stop` drops the job, or asks its worker to stop. */
  constructor(stop: (job: ThreadJob) => void, reference: WorkerReference, args: readonly unknown[]) {
    this.#stop = stop
    this.reference = reference
    this.#portals = portalsAmong(args)
    for (let index = 0; index < args.length; index++) checkArgument(this.name, args[index], index)
    this.transferred = transferredWith(args)
    this.args =
      this.#portals === none ? args : args.map((arg, index) => (this.#portals.has(index) ? null : arg))
  }

  get name(): string {
    return this.reference.exportName
  }

  get ended(): boolean {
    return this.#ended
  }

  cancel(): boolean {
    if (this.#ended) return false
    if (!this.cancelled) {
      this.cancelled = true
      this.#stop(this)
    }
    return true
  }

  onDone(succeeded: (value: never) => void, failed: (error: unknown) => void): void {
    this.#succeeded = succeeded
    this.#failed = failed
  }

  /** Begins the job. Returns the message for the worker, and what to move with it. */
  begin(slot: number): { message: JobMessage; transferList: readonly object[] } {
    this.slot = slot
    const { url, exportName } = this.reference
    const message: JobMessage = { slot, url, exportName, args: this.args }
    if (this.#portals === none) return { message, transferList: this.transferred }
    this.line = new PortalLine(this.#portals)
    const portals: PortalPlace[] = [...this.#portals].map(([index, { names }]) => ({ index, names }))
    const port = this.line.far
    return { message: { ...message, portals, port }, transferList: [...this.transferred, port] }
  }

  succeed(value: unknown): void {
    if (this.cancelled) this.fail(new CancelledError('the job was cancelled'))
    else if (this.#end()) this.#succeeded?.(value as never)
  }

  fail(error: unknown): void {
    if (this.#end()) this.#failed?.(this.cancelled ? new CancelledError('the job was cancelled') : error)
  }

  #end(): boolean {
    if (this.#ended) return false
    this.#ended = true
    clearTimeout(this.grace)
    this.line?.finish()
    return true
  }
}

// Most jobs have neither portals nor anything to move, so they share these.
const none: ReadonlyMap<number, LoopPortal> = new Map()
const nothing: readonly object[] = []

function portalsAmong(args: readonly unknown[]): ReadonlyMap<number, LoopPortal> {
  if (!args.some(isLoopPortal)) return none
  return new Map([...args.entries()].filter((entry): entry is [number, LoopPortal] => isLoopPortal(entry[1])))
}

function transferredWith(args: readonly unknown[]): readonly object[] {
  const lists = args.map(takeTransferList).filter((list) => list !== undefined)
  return lists.length === 0 ? nothing : [...new Set(lists.flat())]
}

/** Throws at the call for the most common mistakes. Deeper ones are found when the job begins. */
function checkArgument(name: string, arg: unknown, index: number): void {
  if (isDetached(arg)) {
    throw new TypeError(
      `Expected bytes for ${name} as args[${index}], got ${kindOf(arg)} whose bytes were moved away`,
    )
  }
  if (typeof arg !== 'function' && typeof arg !== 'symbol') return
  throw new TypeError(
    `Expected arguments of ${name} that can be cloned, got ${kindOf(arg)} as args[${index}]: ` +
      'send plain data, and a portal for what the worker is to call',
  )
}
