/**
 * Takes jobs from BullMQ, has them run, and reports their outcomes.
 *
 * BullMQ keeps the queue, the locks, the retries and the count of dead workers. This file decides what a job
 * that came out of Redis is: a call to run, one for a newer worker, one that nobody knows, or a second copy
 * of one that still runs.
 */

import { randomUUID } from 'node:crypto'
import { CancelledError, type EventLoop, type TaskGroup, TimeoutError } from '@acoro/core'
import { Worker as BullWorker, DelayedError, type Job, Relay, UnrecoverableError, WaitingError } from 'bullmq'
import type { Redis } from 'ioredis'
import { addressOf, checkPolicy, connect } from '../base/connection.ts'
import { MessageError, UnknownJobError, WorkerLostError } from '../base/errors.ts'
import { Keys, PREFIX } from '../base/keys.ts'
import { CANCELLED, STALLED } from '../base/marks.ts'
import { type LockTimes, timesOf } from '../base/profile.ts'
import { type Call, type CallData, unpackCall } from '../jobs/call.ts'
import type { JobEntry, Registry } from '../jobs/define-jobs.ts'
import { isNewer } from '../message/codec.ts'
import { readTrace } from '../message/trace.ts'
import type { CurrentJob } from './current-job.ts'
import { Inbox } from './inbox.ts'
import { JobRun, type RunOutcome } from './job-run.ts'
import { LeaseWatch } from './lease-watch.ts'
import { LockGuard } from './lock-guard.ts'
import type { WorkerOptions } from './options.ts'
import { type Addressee, Outlet } from './outlet.ts'
import { Presence } from './presence.ts'
import { checkClock, checkTimes } from './start-checks.ts'
import { Streams } from './streams.ts'

/** How often the workers of a job may die. */
const DEATHS = 2
/** How long before a job that was handed back is taken again, in ms. */
const AGAIN = { copy: 500, unknown: 1000, newer: 5000 }

export class Intake {
  readonly #registry: Registry
  readonly #loop: EventLoop
  readonly #group: TaskGroup
  readonly #warn: (error: unknown) => void
  readonly #runs = new Map<string, JobRun>()
  readonly #main: Redis
  readonly #bull: BullWorker
  readonly #relay: Relay
  readonly #relayRedis: Redis
  readonly #outlet: Outlet
  readonly #guard: LockGuard
  readonly #leases: LeaseWatch
  readonly #presence: Presence
  readonly #streams: Streams
  readonly #keys: Keys
  readonly #times: LockTimes
  readonly #address: string
  #whenEmpty: (() => void) | null = null
  #ending = false

  constructor(
    registry: Registry,
    options: WorkerOptions,
    loop: EventLoop,
    group: TaskGroup,
    warn: (error: unknown) => void,
  ) {
    const { connection, queue = 'jobs', prefix = PREFIX, concurrency = 10 } = options
    const times = timesOf(options.profile)
    this.#times = times
    this.#address = addressOf(connection)
    this.#registry = registry
    this.#loop = loop
    this.#group = group
    this.#warn = warn
    this.#keys = new Keys(prefix, queue)
    // A read of BullMQ may wait for 10 s.
    const silence = Math.max(15_000, times.lock)
    this.#main = connect(connection, silence, warn)
    this.#outlet = new Outlet(this.#main, this.#keys, registry.codec)
    this.#guard = new LockGuard(this.#runs, times, warn)
    this.#leases = new LeaseWatch(this.#main, this.#keys)
    const worker = randomUUID()
    this.#presence = new Presence(this.#main, this.#keys.workers, worker, warn)
    const inbox = new Inbox(
      this.#keys.inbox(worker),
      () => connect(connection, silence, warn),
      (id, count) => this.#runs.get(id)?.items?.taken(count),
    )
    this.#streams = new Streams(this.#outlet, inbox, warn)
    this.#bull = new BullWorker(queue, (job, token) => this.#take(job, token as string), {
      connection: this.#main,
      prefix,
      concurrency,
      autorun: false,
      lockDuration: times.lock,
      lockRenewTime: times.renew,
      stalledInterval: times.check,
      maxStalledCount: DEATHS,
      runRetryDelay: 1000,
      settings: { backoffStrategy: (made, _type, _error, job) => this.#delayOf(made, job?.name) },
    })
    this.#bull.on('error', (error) => {
      if (!isAboutLostLock(error)) warn(error)
    })
    this.#bull.on('locksRenewed', ({ jobIds }) => this.#guard.renewed(jobIds))
    this.#bull.on('lockRenewalFailed', (ids) => {
      for (const id of ids) this.#runs.get(id)?.stop('lost')
    })
    this.#bull.on('failed', (job, error) => void this.#failed(job, error))
    this.#relayRedis = connect(connection, silence, warn)
    this.#relay = new Relay({ connection: this.#relayRedis, prefix, namespace: queue })
    this.#relay.on('error', warn)
  }

  get running(): number {
    return this.#runs.size
  }

  /** RuntimeError if Redis may throw keys away. */
  async start(): Promise<void> {
    await checkPolicy(this.#main, this.#address)
    await checkClock(this.#main, this.#warn)
    await checkTimes(this.#main, this.#keys, this.#times, this.#warn)
    await this.#relay.subscribe<string>('cancel', ({ data }) => this.#runs.get(data)?.stop('cancelled'))
    this.#presence.begin()
    this.#bull.run().catch(this.#warn)
  }

  /** Takes no more jobs; those that still run after `grace` ms are handed back. Is never rejected. */
  end(grace: number): Promise<void> {
    this.#ending = true
    return this.#end(grace).catch(this.#warn)
  }

  async #end(grace: number): Promise<void> {
    await this.#bull.pause(true)
    void this.#presence.end().catch(this.#warn)
    const late = setTimeout(() => this.handBack(), grace)
    if (this.#runs.size > 0) {
      await new Promise<void>((resolve) => {
        this.#whenEmpty = resolve
      })
    }
    clearTimeout(late)
    this.#guard.close()
    this.#leases.close()
    this.#streams.close()
    if (this.#main.status === 'ready') await Promise.allSettled([this.#bull.close(), this.#relay.close()])
    else await Promise.allSettled([this.#bull.close(true)])
    this.#main.disconnect()
    this.#relayRedis.disconnect()
  }

  handBack(): void {
    for (const run of this.#runs.values()) run.stop('handBack')
  }

  async #take(job: Job, token: string): Promise<unknown> {
    // A fetch that was under way when this worker was told to end may still bring a job.
    if (this.#ending) return this.#giveBack(job, token)
    const id = job.id as string
    const copy = this.#runs.get(id)
    if (copy !== undefined) {
      // Two copies of a job in a process would stop the renewal of each other's lock.
      copy.stop('lost')
      return this.#later(job, token, AGAIN.copy)
    }
    const run = new JobRun(id, this.#loop)
    this.#runs.set(id, run)
    try {
      return await this.#handle(job, token, run)
    } finally {
      this.#leases.forget(run)
      this.#runs.delete(id)
      if (this.#runs.size === 0) this.#whenEmpty?.()
    }
  }

  async #handle(job: Job, token: string, run: JobRun): Promise<unknown> {
    const data = job.data as CallData
    if (isNewer(data)) return this.#later(job, token, AGAIN.newer)
    const to: Addressee = { id: run.id, data, token }
    const entry = this.#registry.entries.get(job.name)
    if (entry === undefined) {
      // Another worker may know it.
      if (job.attemptsStarted <= 1) return this.#later(job, token, AGAIN.unknown)
      return this.#refuse(
        to,
        new UnknownJobError(`No worker of the queue knows the job ${JSON.stringify(job.name)}`),
      )
    }
    let call: Call
    try {
      call = await unpackCall(this.#registry, run.id, job.name, data)
    } catch (error) {
      if (error instanceof MessageError) return this.#refuse(to, error)
      throw error
    }
    if (typeof data.x === 'number' && Date.now() > data.x) {
      return this.#refuse(to, new TimeoutError(`the job ${job.name} expired before it began`))
    }
    if (data.l === 1) this.#leases.watch(run, data.r)
    if (typeof data.w === 'number') run.items = this.#streams.itemsOf(run, to, entry.name, data.w)
    const attempt = job.attemptsStarted
    const progress = this.#streams.progressOf(to, entry.name, attempt)
    const about: Omit<CurrentJob, 'signal'> = {
      id: run.id,
      name: job.name,
      attempt,
      trace: readTrace(job.opts.telemetry?.metadata),
      report: (value) => progress.report(value),
    }
    const outcome = await run.start(this.#group, this.#registry, entry, call, about)
    await progress.flush()
    return this.#report(job, to, entry, outcome)
  }

  async #report(job: Job, to: Addressee, entry: JobEntry, outcome: RunOutcome): Promise<unknown> {
    switch (outcome.how) {
      case 'returned':
        return this.#returned(job, to, entry, outcome.value)
      case 'threw':
        return this.#threw(job, to, outcome.error)
      case 'cancelled':
        await this.#outlet.sendCancelled(to, new CancelledError('the job was cancelled'))
        throw new UnrecoverableError(CANCELLED)
      default:
        return this.#giveBack(job, to.token)
    }
  }

  async #returned(job: Job, to: Addressee, entry: JobEntry, value: unknown): Promise<unknown> {
    let sent: boolean
    try {
      sent = await this.#outlet.sendValue(to, entry.name, value)
    } catch (error) {
      return this.#threw(job, to, error)
    }
    if (!sent) return this.#giveBack(job, to.token)
    return null
  }

  async #threw(job: Job, to: Addressee, error: unknown): Promise<never> {
    const reason = reasonOf(error)
    if (job.attemptsMade + 1 < (job.opts.attempts ?? 1)) throw new Error(reason)
    if (!(await this.#outlet.sendError(to, error))) return this.#giveBack(job, to.token)
    throw new UnrecoverableError(reason)
  }

  /** For good: no other worker would do better. */
  async #refuse(to: Addressee, error: Error): Promise<never> {
    this.#warn(error)
    await this.#outlet.sendError(to, error)
    throw new UnrecoverableError(reasonOf(error))
  }

  /** The lock may be gone: then the job is elsewhere already. */
  async #giveBack(job: Job, token: string): Promise<never> {
    await job.moveToWait(token).catch(() => undefined)
    throw new WaitingError()
  }

  async #later(job: Job, token: string, delay: number): Promise<never> {
    await job.moveToDelayed(Date.now() + delay, token)
    throw new DelayedError()
  }

  async #failed(job: Job | undefined, error: Error): Promise<void> {
    if (job?.id === undefined) return
    try {
      if (error.message === CANCELLED) await job.remove()
      else if (error.message === STALLED) {
        const lost = new WorkerLostError(
          `the job ${job.name} (${job.id}) lost its worker ${job.stalledCounter} times, more often than is allowed`,
        )
        await this.#outlet.sendError({ id: job.id, data: job.data as CallData, token: '' }, lost)
      }
    } catch (problem) {
      this.#warn(problem)
    }
  }

  #delayOf(made: number, name: string | undefined): number {
    const { delays = 0 } = this.#registry.entries.get(name ?? '')?.options ?? {}
    if (typeof delays === 'number') return delays
    let delay = 0
    let left = made
    for (delay of delays) if (--left === 0) break
    return delay
  }
}

/** What became of such a job is known here: it was handed back. */
function isAboutLostLock({ message }: Error): boolean {
  return /^(Missing lock|Lock mismatch|could not renew lock|Missing key)/i.test(message)
}

/** For operators: class and message. */
function reasonOf(error: unknown): string {
  try {
    return String(error).slice(0, 1000)
  } catch {
    return 'a value was thrown that has no text'
  }
}
