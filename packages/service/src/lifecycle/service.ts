/**
 * A program of parts that start in order and stop in reverse.
 *
 *   starting --all parts have started--> running --stop--> draining --drain ms--> stopping --> stopped
 *        \--stop, or a part fails--------------\--a part fails---------------------^
 *
 * One deadline bounds everything from the stop on: the drain, and the stops of all parts. So it can lie below
 * that of the platform, which kills the process (Kubernetes: 30 s). A part that is late holds up nobody: the
 * next one is stopped, and the late one is named in the report.
 *
 * Ready and live are not the same. From the stop on the service is not ready, so that it gets no new work,
 * but it is live until it has stopped.
 */

import {
  type Coroutine,
  coroutine,
  createTask,
  type EventLoop,
  getRunningLoop,
  isCancelledError,
  RuntimeError,
  type Suspension,
  sleep,
} from '@acoro/core'
import { cancelAll, checkOption, checkOptions, duration, durationOrInfinity } from '@acoro/core/lowlevel'
import { checkFunction } from '../base/check.ts'
import { Nap } from '../base/nap.ts'
import { callHook, report } from '../base/user-code.ts'
import { Part, type PartBody, type PartOptions, type PartState } from './part.ts'

export interface ServiceOptions {
  /** Shown in reports and errors. */
  name?: string | undefined
  /**
   * How long it goes on working after the stop, in ms, while others learn that it is not ready; 0 by default.
   */
  drain?: number | undefined
  /** The most ms from the stop to the end; 25,000 by default. */
  deadline?: number | undefined
}

export type ServiceState = 'made' | 'starting' | 'running' | 'draining' | 'stopping' | 'stopped'

export interface ServiceHealth {
  state: ServiceState
  /** Whether the process works at all. If not, it should be restarted. */
  live: boolean
  /** Whether it should get work: all parts have started, and it is not about to stop. */
  ready: boolean
  parts: { name: string; state: PartState }[]
}

/** How a service has ended. */
export interface ServiceReport {
  /** Why it stopped: 'SIGTERM', a reason given to `stop()`, or the part that failed or ended last. */
  reason: string
  /** The parts that did not stop in time. */
  late: string[]
  /** The exit code of `serviceMain`: 0, 130 after SIGINT, 1 if a part was late or failed. */
  code: number
}

/**
 * A program of parts. TypeError and RangeError for bad options.
 *
 * @example
 * ```ts
 * const log: string[] = []
 * const part = (name: string) => function* (scope: PartScope) {
 *   log.push(`${name} starts`)
 *   scope.started()
 *   try {
 *     yield* sleep(Infinity)
 *   } finally {
 *     log.push(`${name} stops`)
 *   }
 * }
 * const service = new Service().add('database', part('database')).add('server', part('server'))
 * getRunningLoop().callLater(1000, () => service.stop('SIGTERM'))
 * yield* service.run() // => { reason: 'SIGTERM', late: [], code: 0 }
 * log // => ['database starts', 'server starts', 'server stops', 'database stops']
 * ```
 */
export class Service {
  readonly name: string
  /** The most ms from the stop to the end. */
  readonly deadline: number
  readonly #drain: number
  readonly #parts: Part[] = []
  readonly #hooks: { readonly part: Part; readonly hook: () => void }[] = []
  #state: ServiceState = 'made'
  #reason: string | null = null
  /** When it was told to stop. */
  #stoppedAt = Number.NaN
  #failure: { readonly error: unknown } | null = null
  #loop: EventLoop | null = null
  readonly #nap: Nap = new Nap(() => this.#describe())

  constructor(options?: ServiceOptions) {
    checkOptions(options, 'Service()', { name: 'string', drain: duration, deadline: durationOrInfinity })
    this.name = options?.name ?? 'service'
    this.#drain = options?.drain ?? 0
    this.deadline = options?.deadline ?? 25_000
  }

  /**
   * Adds a part, which starts after those that are there. Returns the service. RuntimeError once it runs,
   * RangeError for a name that is taken, TypeError for bad arguments.
   */
  add(name: string, body: PartBody, options?: PartOptions): this {
    checkOption(name, 'the name of a part', 'string')
    checkFunction(body, `the body of part '${name}'`)
    checkOptions(options, 'add()', { grace: durationOrInfinity })
    if (this.#state !== 'made')
      throw new RuntimeError(`Expected parts before run(), got '${name}' while ${this} is ${this.#state}`)
    if (this.#parts.some((part) => part.name === name)) {
      throw new RangeError(`Expected a name that no part has, got '${name}', which one has already`)
    }
    this.#parts.push(new Part(name, body, options?.grace ?? Infinity))
    return this
  }

  /** Whether it is live, and whether it is ready. */
  health(): ServiceHealth {
    return {
      state: this.#state,
      live: this.#state !== 'stopped' && this.#failure === null,
      ready: this.#state === 'running' && this.#reason === null && this.#failure === null,
      parts: this.#parts.map(({ name, state }) => ({ name, state })),
    }
  }

  /** Begins to stop it, at any moment; the first reason counts. Does not wait. */
  stop(reason = 'stop()'): void {
    checkOption(reason, 'the reason of stop()', 'string')
    if (this.#reason !== null) return
    this.#reason = reason
    this.#stoppedAt = this.#loop?.time() ?? Number.NaN
    this.#nap.wake()
  }

  /**
   * Runs the parts until it is stopped, or all have ended, and returns a report. If a part fails, all are
   * stopped, and its error is thrown. RuntimeError a second time.
   *
   * If cancelled, it stops the parts in the same way, and throws the cancellation when they have stopped.
   */
  run(): Coroutine<ServiceReport> {
    return running(this)
  }

  toString(): string {
    return `<Service ${this.name} [${this.#state}]>`
  }

  /** @internal */
  *_run(): Generator<Suspension, ServiceReport, unknown> {
    if (this.#state !== 'made')
      throw new RuntimeError(`Expected one call of run(), got another one while ${this} is ${this.#state}`)
    this.#loop = getRunningLoop()
    this.#state = 'starting'
    let cancellation: unknown = null
    try {
      yield* this.#untilStop()
    } catch (error) {
      if (!isCancelledError(error)) throw error
      cancellation = error
      this.stop('cancelled')
    }
    // A task of its own: a second cancel must not leave parts running.
    const stopping = createTask(ending(this), { name: `stop of ${this.name}`, eager: false })
    const stopped = Object.assign(this.#loop.createFuture<void>(), { cancel: () => false })
    stopping.addDoneCallback(() => stopped.setResult())
    try {
      // Waits on through every further cancel. `stopped` cannot be cancelled, so it ends when all have
      // stopped.
      yield* cancelAll(new Set([stopped]))
    } catch (error) {
      cancellation ??= error
    }
    const late = stopping.result()
    if (this.#failure !== null) throw (this.#failure as { readonly error: unknown }).error
    if (cancellation !== null) throw cancellation
    const reason = (this.#reason as string | null) ?? 'all parts have ended'
    return { reason, late, code: late.length > 0 ? 1 : reason === 'SIGINT' ? 130 : 0 }
  }

  *#untilStop(): Generator<Suspension, void, unknown> {
    for (const part of this.#parts) {
      if (this.#mustStop) return
      this.#begin(part)
      while (part.state === 'starting' && !this.#mustStop) yield* this.#nap.until(Infinity)
    }
    if (this.#mustStop) return
    this.#state = 'running'
    while (!this.#mustStop && this.#parts.some(({ state }) => state === 'running'))
      yield* this.#nap.until(Infinity)
  }

  get #mustStop(): boolean {
    return this.#reason !== null || this.#failure !== null
  }

  #begin(part: Part): void {
    part.state = 'starting'
    const service = this
    const scope = {
      get draining() {
        return service.#state === 'draining' || service.#state === 'stopping'
      },
      onDrain: (hook: () => void) => this.#onDrain(part, hook),
    }
    const task = createTask(
      part.begin(scope, () => this.#nap.wake()),
      { name: part.name, eager: false },
    )
    part.task = task
    task.addDoneCallback(() => this.#ended(part))
  }

  #onDrain(part: Part, hook: () => void): void {
    checkFunction(hook, 'the hook of onDrain()')
    if (this.#state === 'draining' || this.#state === 'stopping') callHook(hook, 'a hook of onDrain()')
    else this.#hooks.push({ part, hook })
  }

  #ended(part: Part): void {
    const before = part.state
    part.state = 'stopped'
    try {
      ;(part.task as NonNullable<Part['task']>).result()
      if (before === 'starting')
        throw new RuntimeError(`Expected part '${part.name}' to call started(), it ended without it`)
    } catch (error) {
      if (before === 'stopping') {
        if (!isCancelledError(error)) report(`error in part '${part.name}' while it was stopped`, error)
      } else {
        part.state = 'failed'
        const told = isCancelledError(error)
          ? new RuntimeError(`Part '${part.name}' was cancelled`, { cause: error })
          : error
        if (this.#failure === null) this.#failure = { error: told }
        else report(`error in part '${part.name}'`, told)
      }
    }
    this.#nap.wake()
  }

  /** @internal Drains, stops the parts in reverse, and returns those that are late. */
  *_ending(): Generator<Suspension, string[], unknown> {
    const loop = this.#loop as EventLoop
    const now = loop.time()
    const end = (Number.isNaN(this.#stoppedAt) ? now : this.#stoppedAt) + this.deadline
    const drains = this.#state === 'running' && this.#failure === null
    this.#state = drains ? 'draining' : 'stopping'
    for (const { part, hook } of this.#hooks.splice(0)) {
      if (part.state === 'running') callHook(hook, 'a hook of onDrain()')
    }
    const drained = Math.min(end, now + this.#drain)
    while (drains && loop.time() < drained && this.#failure === null) yield* this.#nap.until(drained)
    this.#state = 'stopping'
    for (const part of [...this.#parts].reverse()) yield* this.#stopPart(part, end)
    // Those that were told to stop at the very end may need a turn.
    yield* sleep(0)
    this.#state = 'stopped'
    return this.#parts.filter(({ task }) => task !== null && !task.done()).map(({ name }) => name)
  }

  *#stopPart(part: Part, end: number): Generator<Suspension, void, unknown> {
    const { task } = part
    if (task === null || task.done()) return
    const loop = this.#loop as EventLoop
    part.state = 'stopping'
    task.cancel(`${this.name} stops: ${this.#reason ?? 'a part failed'}`)
    const limit = Math.min(end, loop.time() + part.grace)
    while (!task.done() && loop.time() < limit) yield* this.#nap.until(limit)
  }

  #describe(): string {
    const states = this.#parts.map(({ name, state }) => `${name} ${state}`).join(', ')
    return `${this.name} (${this.#state}: ${states})`
  }
}

const running: (service: Service) => Coroutine<ServiceReport> = coroutine(function* run(
  service: Service,
): Generator<Suspension, ServiceReport, unknown> {
  return yield* service._run()
})

const ending: (service: Service) => Coroutine<string[]> = coroutine(function* stop(
  service: Service,
): Generator<Suspension, string[], unknown> {
  return yield* service._ending()
})
