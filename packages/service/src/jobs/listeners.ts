/** Who is told of what happens in a job queue. A listener that throws is reported, and disturbs nobody. */

import type { Task } from '@acoro/core'
import { checkOption } from '@acoro/core/lowlevel'
import { checkFunction } from '../base/check.ts'
import { callHook } from '../base/user-code.ts'

/** What happens in a job queue: a job is added, begins, or ends; none is left. */
export type JobEvent = 'add' | 'begin' | 'end' | 'idle'

export type JobListener = (task: Task<unknown> | undefined) => void

const EVENTS: readonly JobEvent[] = ['add', 'begin', 'end', 'idle']

export class Listeners {
  readonly #listeners = new Map<JobEvent, Set<JobListener>>()
  /** Most queues have no listener at all, and emit three events a job. */
  #any = false

  on(event: JobEvent, listener: JobListener): () => void {
    checkOption(event, 'the event', EVENTS)
    checkFunction(listener, 'the listener of an event')
    const listeners = this.#listeners.get(event) ?? new Set()
    this.#listeners.set(event, listeners)
    // Each call of on() is one listener, also for the same function.
    const own: JobListener = (task) => listener(task)
    listeners.add(own)
    this.#any = true
    return () => void listeners.delete(own)
  }

  has(event: JobEvent): boolean {
    return this.#any && (this.#listeners.get(event)?.size ?? 0) > 0
  }

  emit(event: JobEvent, task: Task<unknown> | undefined): void {
    if (!this.#any) return
    const listeners = this.#listeners.get(event)
    if (listeners === undefined) return
    // A listener may add listeners, which are told of the next event.
    for (const listener of [...listeners]) callHook(listener, `a listener of ${event}`, task)
  }
}
