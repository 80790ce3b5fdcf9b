/** What a request's function is told beside the request. */

import { taskSignal } from '@acoro/compat'
import { type Awaitable, currentTask, RuntimeError, type Task } from '@acoro/core'
import { coroutineOf } from '@acoro/core/lowlevel'
import { keepAlive } from './platform.ts'
import type { RequestRun } from './request-run.ts'

/**
 * The surroundings of a request: its task, its signal, what the platform passed, and work that outlives it.
 */
export class RequestContext<Platform extends readonly unknown[] = readonly unknown[]> {
  /** What the platform passed behind the request: the server of Bun, the info of Deno, `env` of a worker. */
  readonly platform: Platform
  readonly #run: RequestRun

  /** @internal */
  constructor(run: RequestRun, platform: Platform) {
    this.#run = run
    this.platform = platform
  }

  /** The name of the task, such as `GET /users/1`. */
  get name(): string {
    return this.#run.name
  }

  /** The task of the request. */
  get task(): Task<unknown> {
    const task = this.#run.task ?? currentTask()
    if (task === null) throw new RuntimeError('The request has no task yet')
    return task
  }

  /**
   * Aborted when the task is cancelled: the client has gone, the deadline passed, the server shuts down. For
   * promise code.
   */
  get signal(): AbortSignal {
    return taskSignal(this.task)
  }

  /**
   * Starts work that goes on when the request has ended, and is not cancelled with it. A shutdown waits for
   * it, then cancels it; so does a worker, if its context was passed behind the request. What it throws is
   * reported by the loop.
   */
  background<T>(work: Awaitable<T>, options: { name?: string | undefined } = {}): Task<T> {
    const name = options.name ?? `${this.#run.name} (background)`
    const task = this.task.getLoop().createTask(coroutineOf(work), { name })
    this.#run.addBackground(task as Task<unknown>)
    keepAlive(this.platform, task as Task<unknown>)
    return task
  }
}
