/**
 * The child processes of an executor, and the jobs they run.
 *
 * A process gets one job at a time. The one that was idle last gets the next job, so that the others can end.
 * A job has its process until the reply is here, or until the process is gone.
 */

import { CancelledError } from '@acoro/core'
import { decodeThrown, encodeThrown } from '../message/error-codec.ts'
import type { Reply } from '../message/protocol.ts'
import { messageOf } from '../message/text.ts'
import { knownErrors } from '../pool/known-errors.ts'
import type { PoolExecutor } from '../pool/pool-executor.ts'
import type { PoolJob } from '../pool/pool-job.ts'
import { canWait } from '../pool/pool-options.ts'
import type { WorkerExitedError } from '../pool/worker-exited-error.ts'
import type { Workers } from '../pool/workers.ts'
import type { WorkerReference } from '../worker/worker-function.ts'
import { Child, type ChildOwner } from './child.ts'
import { type Exit, explainExit } from './explain-exit.ts'
import { ProcessJob } from './process-job.ts'
import type { ProcessPoolOptions } from './process-pool-options.ts'

export class ProcessPool implements Workers, ChildOwner {
  readonly #owner: PoolExecutor
  readonly #options: ProcessPoolOptions
  readonly #children = new Set<Child>()
  readonly #idle: Child[] = []
  /** The jobs that were begun, and the process of each. */
  readonly #running = new Map<ProcessJob, Child>()
  #ended: Promise<void> | null = null
  #resolveEnd: () => void = () => {}

  constructor(owner: PoolExecutor, options: ProcessPoolOptions) {
    this.#owner = owner
    this.#options = options
  }

  get hasRoom(): boolean {
    return this.#running.size < this.#owner.maxWorkers
  }

  get running(): number {
    return this.#running.size
  }

  get workers(): number {
    return this.#children.size
  }

  makeJob(stop: (job: PoolJob) => void, reference: WorkerReference, args: readonly unknown[]): ProcessJob {
    return new ProcessJob(stop, reference, args)
  }

  run(job: ProcessJob): void {
    try {
      const child = this.#takeIdle() ?? this.#start()
      this.#running.set(job, child)
      child.run(job)
    } catch (error) {
      const exit = { whileStarting: true, error: encodeThrown(error) }
      // Nobody listens to the job yet.
      queueMicrotask(() => this.#fail(job, explainExit(job.name, `${this.#owner}`, exit)))
    }
  }

  stopSoon(job: ProcessJob): void {
    const child = this.#running.get(job)
    if (child === undefined) return
    if (!child.hasBegun) {
      this.#rest(child)
      this.#fail(job, new CancelledError('the job was cancelled'))
      return
    }
    child.cancelJob()
    job.endAfter(this.#options.gracePeriod ?? 1000, () => child.kill())
  }

  failRunning(why: (job: ProcessJob) => WorkerExitedError): void {
    for (const [job, child] of this.#running) {
      child.kill()
      this.#running.delete(job)
      job.fail(why(job))
    }
  }

  end(): Promise<void> {
    this.#ended ??= new Promise((resolve) => {
      this.#resolveEnd = resolve
    })
    for (const child of this.#children) child.close()
    this.#checkEnd()
    return this.#ended
  }

  replied(child: Child, reply: Reply): void {
    const job = this.#jobOf(child)
    this.#rest(child)
    if (job === null) return
    if ('value' in reply) {
      this.#running.delete(job)
      job.succeed(reply.value)
      this.#owner._workerFree()
    } else {
      const where = `${job.name} in a process of ${this.#owner.name} (${job.reference.url})`
      this.#fail(job, decodeThrown(reply.error, knownErrors, where))
    }
  }

  refused(child: Child, error: unknown): void {
    const job = this.#jobOf(child)
    this.#rest(child)
    if (job !== null) this.#fail(job, refusal(job, error))
  }

  gone(child: Child, exit: Exit): void {
    this.#children.delete(child)
    const index = this.#idle.indexOf(child)
    if (index >= 0) this.#idle.splice(index, 1)
    const job = this.#jobOf(child)
    if (job !== null) this.#fail(job, explainExit(job.name, `${this.#owner}`, exit))
    this.#checkEnd()
  }

  /** Null if it has none, or if the shutdown did not wait for it. */
  #jobOf({ job }: Child): ProcessJob | null {
    return job !== null && this.#running.has(job) ? job : null
  }

  /** One that has just died may still be among them. */
  #takeIdle(): Child | undefined {
    let child = this.#idle.pop()
    while (child?.isConnected === false) child = this.#idle.pop()
    return child
  }

  #start(): Child {
    const child = new Child(this, this.#options)
    this.#children.add(child)
    return child
  }

  #rest(child: Child): void {
    child.rest()
    const { idleTimeout = 10_000, maxTasksPerChild = Infinity } = this.#options
    if (this.#ended !== null || child.jobs >= maxTasksPerChild || idleTimeout === 0) {
      child.close()
      return
    }
    this.#idle.push(child)
    if (canWait(idleTimeout)) child.idle = setTimeout(() => this.#retire(child), idleTimeout).unref()
  }

  #retire(child: Child): void {
    this.#idle.splice(this.#idle.indexOf(child), 1)
    child.close()
  }

  #fail(job: ProcessJob, error: unknown): void {
    this.#running.delete(job)
    job.fail(error)
    this.#owner._workerFree()
  }

  #checkEnd(): void {
    if (this.#children.size === 0) this.#resolveEnd()
  }
}

function refusal(job: ProcessJob, cause: unknown): TypeError {
  return new TypeError(`Cannot send the arguments of ${job.name} to a worker: ${messageOf(cause)}`, { cause })
}
