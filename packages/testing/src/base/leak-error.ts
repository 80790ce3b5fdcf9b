/**
 * The error that lists what a test left over: where each task stands, and in debug mode where it was made.
 */

import { listed } from './failures.ts'

export class LeakError extends Error {
  static {
    Object.defineProperty(LeakError.prototype, 'name', {
      value: 'LeakError',
      configurable: true,
      writable: true,
    })
  }
  readonly #leaks: readonly unknown[]

  /** @internal */
  constructor(leaks: readonly unknown[]) {
    const what = leaks.length === 1 ? '1 thing was' : `${leaks.length} things were`
    super(
      `${what} left over:\n${listed(leaks)}\n` +
        'Await or cancel tasks, close servers and connections, or start the task with loop.background()',
    )
    this.#leaks = leaks
  }

  /** The tasks, and a description of everything else that is open. */
  get leaks(): readonly unknown[] {
    // Not a property of its own: reporters write those as JSON, and a task leads to its loop and back.
    return this.#leaks
  }
}
