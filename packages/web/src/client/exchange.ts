/**
 * A request and its answer, from the call to the last byte: one AbortController, one deadline, one end.
 *
 *   open --end of the body--> ended
 *     \--close(reason): cancelled, left, late, too large--> closed; the controller is aborted with the reason
 *
 * An aborted body may look as if it were complete (Bun did so), and platforms throw errors of their own when
 * a signal is aborted. So the reason is kept here, and `explain` prefers it to what the platform says.
 */

import {
  coroutine,
  currentTask,
  type EventLoop,
  type Future,
  getRunningLoop,
  isCancelledError,
  RuntimeError,
  TimeoutError,
  type TimerHandle,
} from '@acoro/core'
import { onEnd } from '@acoro/core/lowlevel'
import type { Upload } from './upload.ts'

const closing = coroutine(function* closeUpload(upload: Upload) {
  yield* upload.aclose()
})

export class Exchange {
  readonly method: string
  readonly url: string
  readonly #upload: Upload | null
  readonly #controller = new AbortController()
  #state: 'open' | 'ended' | 'closed' = 'open'
  #reason: unknown
  #loop: EventLoop | null = null
  #timer: TimerHandle | null = null
  #outer: AbortSignal | null = null
  #task: Future<unknown> | null = null
  #unwatch: (() => void) | null = null
  /** The head has arrived. */
  hasHead = false
  /** Bytes of the body so far. */
  received = 0

  constructor(request: { method: string; url: string }, upload: Upload | null) {
    this.method = request.method
    this.url = request.url
    this.#upload = upload
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  get isOpen(): boolean {
    return this.#state === 'open'
  }

  /** Throws the reason if it is closed. The reason may be undefined. */
  check(): void {
    if (this.#state === 'closed') throw this.#reason
  }

  /**
   * Begins: the deadline runs, and the signal ends the request, or the cancel of its task if it is `owned`.
   */
  begin(timeout: number | undefined, outer: AbortSignal | null | undefined, owned: boolean): void {
    const loop = getRunningLoop()
    this.#loop = loop
    if (timeout !== undefined && timeout !== Infinity) {
      const when = loop.time() + timeout
      this.#timer = loop.callAt(when, () => this.close(this.#late(timeout, when)))
    }
    if (outer) {
      this.#outer = outer
      if (outer.aborted) this.close(outer.reason)
      else outer.addEventListener('abort', this.#onAbort)
    }
    this.#task = owned ? currentTask() : null
    this.#unwatch = this.#task === null ? null : onEnd(this.#task, this.#onTaskEnd)
  }

  /** The body has ended, or there is none. */
  end(): void {
    if (this.#state === 'open') this.#leave('ended')
  }

  /** Ends the request and its body. Later reads throw `reason`. */
  close(reason: unknown): void {
    if (this.#state !== 'open') return
    this.#reason = reason
    this.#leave('closed')
    this.#controller.abort(reason)
    // The answer came while the body was still being sent.
    const loop = this.#loop
    if (this.hasHead && this.#upload !== null && loop?.isClosed() === false)
      loop.createTask(closing(this.#upload))
  }

  /** The error to throw in place of `error`, which the transport threw: `otherwise` unless we know better. */
  explain(error: unknown, otherwise: (error: unknown) => Error): unknown {
    if (isCancelledError(error)) return error
    return this.#state === 'closed' ? this.#reason : otherwise(error)
  }

  #leave(state: 'ended' | 'closed'): void {
    this.#state = state
    this.#timer?.cancel()
    this.#outer?.removeEventListener('abort', this.#onAbort)
    this.#unwatch?.()
    this.#timer = this.#outer = this.#task = this.#unwatch = null
  }

  readonly #onAbort = (): void => this.close(this.#outer?.reason)

  /** A task that was cancelled has handed its response to no other. */
  readonly #onTaskEnd = (): void => {
    if (this.#task?.cancelled() === true)
      this.close(new RuntimeError('The response was closed: its task was cancelled'))
  }

  #late(timeout: number, when: number): TimeoutError {
    const stage = this.hasHead ? `in the body, after ${this.received} bytes` : 'before an answer came'
    const { origin, pathname } = new URL(this.url)
    return new TimeoutError(
      `${this.method} ${origin}${pathname} did not end within ${timeout} ms: its deadline passed ${stage}`,
      { when },
    )
  }
}
