/** A job for a child process. Its arguments are copied, whatever they are. */

import { isShared } from '../message/cloneable.ts'
import { takeTransferList } from '../message/transfer.ts'
import { PoolJob } from '../pool/pool-job.ts'
import { isLoopPortal } from '../portal/loop-portal.ts'
import type { WorkerReference } from '../worker/worker-function.ts'

export class ProcessJob extends PoolJob {
  readonly args: readonly unknown[]

  constructor(stop: (job: PoolJob) => void, reference: WorkerReference, args: readonly unknown[]) {
    super(stop, reference, args, 'send plain data')
    this.args = args
    for (const [index, arg] of args.entries()) {
      refuseShared(this.name, arg, index)
      // Nothing moves between processes. The mark must not stay for another call.
      takeTransferList(arg)
    }
  }
}

function refuseShared(name: string, arg: unknown, index: number): void {
  const what = isLoopPortal(arg) ? 'a portal' : isShared(arg) ? 'shared memory' : undefined
  if (what === undefined) return
  throw new TypeError(
    `Expected arguments of ${name} that can be copied, got ${what} as args[${index}]: ` +
      'it needs a ThreadPoolExecutor, whose workers are in the same process',
  )
}
