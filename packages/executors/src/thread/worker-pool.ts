/**
 * The worker threads of an executor, and the jobs they run.
 *
 * Piscina starts workers, gives jobs to idle ones, and ends workers that stay idle. A job in its own queue
 * could wait for a dead worker for ever. So it gets a job only if one of `maxWorkers` slots is free, and a
 * slot is free again once its worker has replied or is gone. A running job is stopped by ending its thread,
 * whose number the worker wrote into the cell of the slot.
 *
 * Invariant: a job is in `#running` as long as it has a slot, and ends once.
 */

import { findUncloneable } from '../message/cloneable.ts'
import { decodeThrown } from '../message/error-codec.ts'
import { cancelCell, type Reply, STOPPED, threadCell, type WorkerData } from '../message/protocol.ts'
import { codeOf, messageOf } from '../message/text.ts'
import { knownErrors } from '../pool/known-errors.ts'
import type { PoolExecutor } from '../pool/pool-executor.ts'
import type { PoolJob } from '../pool/pool-job.ts'
import { canWait } from '../pool/pool-options.ts'
import { WorkerExitedError } from '../pool/worker-exited-error.ts'
import type { Workers } from '../pool/workers.ts'
import type { WorkerReference } from '../worker/worker-function.ts'
import { explainExit } from './explain-exit.ts'
import { Piscina, workerFile } from './piscina.ts'
import { ThreadJob } from './thread-job.ts'
import type { ThreadPoolOptions } from './thread-pool-options.ts'

export class WorkerPool implements Workers {
  readonly #owner: PoolExecutor
  readonly #gracePeriod: number
  readonly #piscina: Piscina<unknown, Reply>
  readonly #cells: Int32Array
  readonly #freeSlots: number[]
  readonly #running = new Set<ThreadJob>()
  /** The error that Piscina reported of a worker without a job. */
  #failure: { readonly error: unknown } | undefined
  #ended: Promise<void> | null = null

  constructor(owner: PoolExecutor, options: ThreadPoolOptions) {
    const { maxWorkers } = owner
    const { idleTimeout = 10_000 } = options
    this.#owner = owner
    this.#gracePeriod = options.gracePeriod ?? 1000
    this.#cells = new Int32Array(new SharedArrayBuffer(8 * maxWorkers))
    this.#freeSlots = Array.from({ length: maxWorkers }, (_, slot) => slot)
    const workerData: WorkerData = { cells: this.#cells }
    this.#piscina = new Piscina({
      filename: workerFile,
      minThreads: 0,
      maxThreads: maxWorkers,
      idleTimeout: canWait(idleTimeout) ? idleTimeout : Infinity,
      recordTiming: false,
      workerData,
      ...(options.resourceLimits === undefined ? {} : { resourceLimits: options.resourceLimits }),
      ...(options.execArgv === undefined ? {} : { execArgv: [...options.execArgv] }),
    })
    this.#piscina.on('error', (error) => {
      this.#failure = { error }
    })
    this.#piscina.on('workerDestroy', () => setImmediate(() => this.#checkWorkers()))
  }

  get hasRoom(): boolean {
    return this.#freeSlots.length > 0
  }

  get running(): number {
    return this.#running.size
  }

  get workers(): number {
    return this.#piscina.threads.length
  }

  makeJob(stop: (job: PoolJob) => void, reference: WorkerReference, args: readonly unknown[]): ThreadJob {
    return new ThreadJob(stop, reference, args)
  }

  run(job: ThreadJob): void {
    const slot = this.#freeSlots.pop() as number
    this.#running.add(job)
    Atomics.store(this.#cells, threadCell(slot), 0)
    Atomics.store(this.#cells, cancelCell(slot), 0)
    const { message, transferList } = job.begin(slot)
    try {
      // Without options Piscina copies none.
      const replied =
        transferList.length === 0
          ? this.#piscina.run(message)
          : this.#piscina.run(message, { transferList: transferList as never })
      replied.then(
        (reply) => this.#replied(job, reply),
        (error) => this.#lost(job, error),
      )
    } catch (error) {
      // `new Worker` refused its options, so there is no worker. Nobody listens to the job yet.
      this.#ended = Promise.resolve()
      queueMicrotask(() => this.#break({ error }))
    }
  }

  stopSoon(job: ThreadJob): void {
    const cell = cancelCell(job.slot)
    Atomics.store(this.#cells, cell, 1)
    Atomics.notify(this.#cells, cell)
    job.line?.cancel()
    job.endAfter(this.#gracePeriod, () => this.#stop(job))
  }

  failRunning(why: (job: ThreadJob) => WorkerExitedError): void {
    for (const job of this.#running) {
      this.#release(job)
      job.fail(why(job))
    }
  }

  end(): Promise<void> {
    this.#ended ??= this.#piscina.destroy()
    return this.#ended
  }

  /**
   * There is no reply if a getter among the arguments throws null or undefined: Piscina takes that for
   * success.
   */
  #replied(job: ThreadJob, reply: Reply | undefined): void {
    if (reply === undefined) {
      this.#lost(job, undefined)
      return
    }
    this.#release(job)
    if ('value' in reply) job.succeed(reply.value)
    else {
      const where = `${job.name} in a worker of ${this.#owner.name} (${job.reference.url})`
      job.fail(decodeThrown(reply.error, knownErrors, where))
    }
    this.#owner._workerFree()
  }

  /** There will be no reply: the arguments cannot be cloned, or the worker is gone. */
  #lost(job: ThreadJob, error: unknown): void {
    if (job.slot === -1) return
    const begun = this.#thread(job) !== 0
    this.#release(job)
    const obstacle = begun ? undefined : this.#obstacle(job, error)
    if (obstacle === undefined) job.fail(explainExit(job.name, error))
    else {
      const message = `Cannot send the arguments of ${job.name} to a worker: ${obstacle}`
      job.fail(new TypeError(message, { cause: error }))
    }
    this.#owner._workerFree()
  }

  /**
   * Returns why the arguments of a job could not be sent, or undefined if they could. A getter among them may
   * throw anything.
   */
  #obstacle(job: ThreadJob, error: unknown): string | undefined {
    const found = findUncloneable(job.args, 'args', new Set(job.transferred))
    return found ?? (isCloneFailure(error) ? messageOf(error) : undefined)
  }

  #release(job: ThreadJob): void {
    this.#running.delete(job)
    this.#freeSlots.push(job.slot)
    job.slot = -1
  }

  /**
   * Ends the thread of a job. A job that has not begun needs no end: it was cancelled, so its worker will not
   * begin it. After the end of a job its thread belongs to the next job, even if the reply is still on its
   * way.
   */
  #stop(job: ThreadJob): void {
    const id = this.#thread(job)
    if (id <= 0 || Atomics.compareExchange(this.#cells, threadCell(job.slot), id, STOPPED) !== id) return
    void this.#piscina.threads.find((worker) => worker.threadId === id)?.terminate()
  }

  #thread(job: ThreadJob): number {
    return Atomics.load(this.#cells, threadCell(job.slot))
  }

  /**
   * Piscina does not start another worker when one dies while it starts. Then the jobs that wait for it must
   * fail, or they would wait for ever. If a worker died without a job, its error is printed.
   */
  #checkWorkers(): void {
    const failure = this.#failure
    this.#failure = undefined
    const waiting = [...this.#running].some((job) => this.#thread(job) === 0)
    if (waiting && this.workers === 0) this.#break(failure)
    else if (failure !== undefined) {
      process.emitWarning(`A worker of ${this.#owner} died without a job: ${messageOf(failure.error)}`)
    }
  }

  #break(failure: { readonly error: unknown } | undefined): void {
    const why = failure === undefined ? 'it exited while it started' : messageOf(failure.error)
    const options = failure === undefined ? undefined : { cause: failure.error }
    const error = new WorkerExitedError(`No worker of ${this.#owner} can be started: ${why}`, options)
    this.failRunning(() => error)
    this.#owner._broken(error)
  }
}

const cloneFailures: ReadonlySet<unknown> = new Set([
  'DataCloneError',
  'ERR_INVALID_TRANSFER_OBJECT',
  'ERR_MISSING_TRANSFERABLE_IN_TRANSFER_LIST',
])

function isCloneFailure(error: unknown): boolean {
  return error instanceof DOMException ? cloneFailures.has(error.name) : cloneFailures.has(codeOf(error))
}
