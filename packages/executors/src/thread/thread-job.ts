/** A job for a worker thread. It may have portals among its arguments, and bytes that are moved. */

import type { JobMessage, PortalPlace } from '../message/protocol.ts'
import { takeTransferList } from '../message/transfer.ts'
import { PoolJob } from '../pool/pool-job.ts'
import { isLoopPortal, type LoopPortal } from '../portal/loop-portal.ts'
import { PortalLine } from '../portal/portal-line.ts'
import type { WorkerReference } from '../worker/worker-function.ts'

export class ThreadJob extends PoolJob {
  readonly args: readonly unknown[]
  readonly transferred: readonly object[]
  /** The slot in which it runs; -1 while it is queued, and after its end. */
  slot = -1
  line: PortalLine | null = null
  readonly #portals: ReadonlyMap<number, LoopPortal>

  constructor(stop: (job: PoolJob) => void, reference: WorkerReference, args: readonly unknown[]) {
    super(stop, reference, args, 'send plain data, and a portal for what the worker is to call')
    this.#portals = portalsAmong(args)
    this.transferred = transferredWith(args)
    this.args =
      this.#portals === none ? args : args.map((arg, index) => (this.#portals.has(index) ? null : arg))
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

  protected override release(): void {
    this.line?.finish()
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
