/**
 * A task of a React component.
 *
 * It is started in an effect and cancelled in the effect's cleanup: a task that is begun in render, or kept
 * in a ref, is dead at the second run of StrictMode. A component that suspends before its effects ran has
 * started nothing.
 */

import type { Awaitable } from '@acoro/core'
import { useCallback, useEffect, useRef, useState } from 'react'
import { LatestTask, type LatestTaskOptions, type TaskState } from './latest-task.ts'

/** The state of the task, and what a component may do with it. */
export interface UsedTask<T> extends TaskState<T> {
  /**
   * Cancels the task, and starts it again with the function of the last render. Does nothing once it is
   * unmounted.
   */
  readonly restart: () => void
  /** Cancels the task: the status becomes `idle`. */
  readonly cancel: () => void
}

const RUNNING: TaskState<never> = { status: 'running', value: undefined, error: undefined }

/**
 * Runs a coroutine while the component is mounted, and again when one of `deps` changes. Unmounting cancels
 * it. A result that comes too late is dropped; with `waits` a task begins only when the `finally` blocks of
 * the one before have ended.
 *
 * ```js
 * import { fetch } from '@acoro/web'
 *
 * function User({ id }) {
 *   const { status, value, error, restart } = useTask(function* () {
 *     return yield* (yield* fetch(`/users/${id}`)).ensureOk().json()
 *   }, [id])
 *   if (status === 'failed') return <button onClick={restart}>{String(error)}: again</button>
 *   return <p>{value?.name ?? '…'}</p>
 * }
 * ```
 */
export function useTask<T>(
  fn: () => Awaitable<T>,
  deps: readonly unknown[],
  options: LatestTaskOptions = {},
): UsedTask<T> {
  const [state, setState] = useState<TaskState<T>>(RUNNING)
  const latest = useRef<LatestTask<T> | null>(null)
  const newest = useRef(fn)
  const isMounted = useRef(false)
  useEffect(() => {
    newest.current = fn
  })
  useEffect(() => {
    latest.current ??= new LatestTask<T>(setState, options)
    isMounted.current = true
    latest.current.start(fn)
    return () => {
      isMounted.current = false
      latest.current?.cancel()
    }
    // biome-ignore lint/correctness/useExhaustiveDependencies: the caller names them.
  }, deps)
  const restart = useCallback(() => {
    if (isMounted.current) latest.current?.start(newest.current)
  }, [])
  const cancel = useCallback(() => {
    latest.current?.cancel()
    if (latest.current !== null) setState(latest.current.state)
  }, [])
  return { ...state, restart, cancel }
}
