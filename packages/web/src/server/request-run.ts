/**
 * The life of one request's task, whatever answers it: a Response, or the `res` of Node.
 *
 *   running --the function returns, the body has ended--> ended: answered
 *     |--cancel('left' | 'deadline' | 'shutdown')--> its task is cancelled, once--> ended
 *     \--the function throws--> ended: failed
 *
 * Invariant: a run is cancelled at most once, and never after it has ended. Some platforms report one client
 * that goes by several signals, and some report clients that stay. The first signal counts.
 */

import { type EventLoop, isCancelledError, type Task, type TimerHandle } from '@acoro/core'
import { loopOfCall, type Membership } from '@acoro/core/lowlevel'
import { pathOf } from './path-of.ts'
import type { RequestGroup } from './request-group.ts'
import { scope } from './scope.ts'

/** How a request ended. */
export type RequestOutcome = 'answered' | 'left' | 'deadline' | 'shutdown' | 'refused' | 'failed'

/** What is told of a request when its task has ended, for logs. */
export interface RequestEnd {
  /** The name of its task. */
  readonly name: string
  readonly method: string
  /** The path, without the query. */
  readonly path: string
  /** What was sent, or 499 if the client had gone before: nginx's status for logs, which nobody receives. */
  readonly status: number
  readonly outcome: RequestOutcome
  /** In ms on the clock of the loop, from the call to the end of the task. */
  readonly duration: number
  /** What the function threw, if the outcome is `failed`. */
  readonly error: unknown
}

export type EndListener = (end: RequestEnd) => void

export class RequestRun {
  readonly method: string
  /** Set when it has waited. */
  task: Task<unknown> | null = null
  loop: EventLoop | null = null
  began = 0
  outcome: RequestOutcome = 'answered'
  /** The status that was, or will be, sent. */
  status = 0
  error: unknown
  /** The reason of the signal that was aborted, or undefined. */
  reason: unknown
  ended = false
  readonly #url: string
  readonly #group: RequestGroup
  /** The server that it came through, if `serve` runs that. */
  readonly server: RequestGroup | null
  readonly #onEnd: EndListener | undefined
  /** Where it stands in its group, and in its server, since it waits. */
  #place: Membership<unknown> | null = null
  #serverPlace: Membership<unknown> | null = null
  #timer: TimerHandle | null = null
  /** What it was cancelled with; null if it was not. */
  #cancelled: string | null = null
  #isAnswering = false

  constructor(method: string, url: string, group: RequestGroup, onEnd: EndListener | undefined) {
    this.method = method
    this.#url = url
    this.#group = group
    this.#onEnd = onEnd
    this.server = scope.current()
    group.enter()
    this.server?.enter()
  }

  /** Does its handler, or its server, shut down? */
  get isClosing(): boolean {
    return this.#group.isClosing || this.server?.isClosing === true
  }

  /** Calls `closing` when its handler, or its server, begins to shut down. Returns what takes it back. */
  onClosing(closing: () => void): () => void {
    const group = this.#group.onClosing(closing)
    const server = this.server?.onClosing(closing)
    return () => {
      group()
      server?.()
    }
  }

  /** The path, without the query. Worked out only if it is asked for. */
  get path(): string {
    return pathOf(this.#url)
  }

  /** The name of its task. */
  get name(): string {
    return `${this.method} ${this.path}`
  }

  get isCancelled(): boolean {
    return this.#cancelled !== null
  }

  /** Called before the first step. */
  begin(loop: EventLoop): void {
    this.loop = loop
    if (this.#onEnd !== undefined) this.began = loop.time()
  }

  /** Its task waits. `late` is called when the deadline passes, if there is one. */
  attach(task: Task<unknown>, timeout: number, late: (() => void) | null): void {
    this.task = task
    task.name = this.name
    this.#place = this.#group.add(this)
    if (this.server !== null) this.#serverPlace = this.server.add(this)
    // In its first step, when there was no task to cancel.
    if (this.#cancelled !== null) task.cancel(this.#cancelled)
    // It may have answered in its first step, and make its body now.
    if (this.#isAnswering || late === null) return
    this.#timer = (this.loop as EventLoop).callLater(timeout, () => {
      if (this.cancel('deadline', `${this.name} did not answer within ${timeout} ms`)) late()
    })
  }

  /** The answer is on its way: the deadline is kept. */
  answering(): void {
    this.#isAnswering = true
    this.#timer?.cancel()
    this.#timer = null
  }

  /** Cancels its task. Returns false, and does nothing, if it has ended or was cancelled before. */
  cancel(outcome: RequestOutcome, message: string): boolean {
    if (this.ended || this.#cancelled !== null) return false
    this.#cancelled = message
    this.outcome = outcome
    this.answering()
    this.task?.cancel(message)
    return true
  }

  /** The client has gone. `reason` is that of the signal that said so. */
  leave(reason?: unknown): boolean {
    if (!this.cancel('left', 'the client has gone')) return false
    this.reason = reason
    return true
  }

  /**
   * Is `error` only what the cancel of this run threw? Told by what was cancelled, and by the identity of the
   * reason.
   */
  explains(error: unknown): boolean {
    return (
      this.#cancelled !== null &&
      (isCancelledError(error) || (this.reason !== undefined && error === this.reason))
    )
  }

  addBackground(task: Task<unknown>): void {
    this.#group.addBackground(task)
    this.server?.addBackground(task)
  }

  /** It is not begun at all. */
  refuse(status: number): void {
    this.#group.refused++
    this.outcome = 'refused'
    this.status = status
    this.loop = null
    this.end()
  }

  /** Called in the last step of its task. */
  end(): void {
    if (this.ended) return
    this.ended = true
    this.answering()
    this.#place?.leave()
    this.#serverPlace?.leave()
    this.#group.leave()
    this.server?.leave()
    if (this.#onEnd === undefined) return
    const { name, method, path, outcome, error } = this
    const status = outcome === 'left' ? 499 : this.status
    const duration = this.loop === null ? 0 : this.loop.time() - this.began
    try {
      this.#onEnd({ name, method, path, status, outcome, duration, error })
    } catch (exception) {
      const loop = this.loop ?? loopOfCall()
      loop.callExceptionHandler({ message: `error in onEnd of ${this.name}`, exception })
    }
  }

  /** Tells the loop of an error that no client will hear of. */
  report(message: string, exception: unknown): void {
    this.loop?.callExceptionHandler({ message: `${message} of ${this.name}`, exception })
  }
}
