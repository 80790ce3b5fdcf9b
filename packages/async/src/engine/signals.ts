/** The AbortSignals of tasks. A task that is never asked for one costs nothing. */

import type { Task } from '@acoro/core'

export class Signals {
  readonly #controllers = new WeakMap<Task<unknown>, AbortController>()
  #any = false

  of(task: Task<unknown>): AbortSignal {
    const known = this.#controllers.get(task)
    if (known !== undefined && (!known.signal.aborted || task.cancelling() > 0)) return known.signal
    const controller = new AbortController()
    this.#controllers.set(task, controller)
    this.#any = true
    if (task.cancelled() || task.cancelling() > 0) controller.abort(abortError(undefined))
    return controller.signal
  }

  abort(task: Task<unknown>, message: unknown): void {
    if (this.#any) this.#controllers.get(task)?.abort(abortError(message))
  }
}

function abortError(message: unknown): Error {
  const text = typeof message === 'string' ? message : 'The call was cancelled'
  return new DOMException(text, 'AbortError')
}
