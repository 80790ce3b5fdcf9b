/** What pages wait for, and the one task that a component shows, for programs with promises. */

import * as page from '@acoro/web/page'
import { faceOf } from '../face/face-class.ts'
import { body, promised } from '../face/promised.ts'

/** Waits for the next frame, and returns its time. See `frame` of @acoro/web/page. */
export const frame: () => Promise<number> = promised(page.frame)

/** Waits until the page has nothing else to do. See `idle` of @acoro/web/page. */
export const idle: (options?: { timeout?: number | undefined }) => Promise<page.IdleTime> = promised(
  page.idle,
)

/** Waits until the page is shown, or until `element` is in view. See `visible` of @acoro/web/page. */
export const visible: (element?: object) => Promise<void> = promised(page.visible)

/** The face of `LatestTask`. */
export interface LatestTask<T> {
  readonly state: page.TaskState<T>
  /** Cancels the call before, and starts another one. */
  start(fn: () => T | PromiseLike<T>): void
  /** Cancels the call, and tells nobody. Its `finally` blocks go on. */
  cancel(): void
}

/**
 * Runs one async function at a time for a component: a new one cancels the one before. See `LatestTask` of
 * @acoro/web/page.
 */
export const LatestTask: new <T>(
  changed: (state: page.TaskState<T>) => void,
  options?: page.LatestTaskOptions,
) => LatestTask<T> = faceOf(page.LatestTask, { start: body }) as never
