/**
 * How long tasks wait, by what they wait for. It takes a description and two looks at the clock a wait, so it
 * is an option.
 */

import type { Task } from '@acoro/core'
import { type TaskHook, taskFacts, waitingSince } from '@acoro/core/lowlevel'
import type { Meter } from '@opentelemetry/api'

interface Waiting {
  readonly since: number
  readonly kind: string
  /** The name of the lock, '' if it has none; undefined if it is no lock. */
  readonly lock: string | undefined
}

/** `Lock.acquire on accounts (held by …)`: the class and the name. */
const LOCK = /^(?:\w*Lock|Mutex)\.\w+(?: on ([^(]+?))?(?: \(|$)/

/** A hook that tells `meter` of each wait that ends. */
export function waitHook(meter: Meter): TaskHook {
  const wait = meter.createHistogram('acoro.wait.duration', {
    description: 'How long tasks waited, by the kind of what they waited for',
    unit: 's',
  })
  const lock = meter.createHistogram('acoro.lock.wait.duration', {
    description: 'How long tasks waited for locks',
    unit: 's',
  })
  const waiting = new WeakMap<Task<unknown>, Waiting>()
  const end = (task: Task<unknown>): void => {
    const known = waiting.get(task)
    if (known === undefined) return
    waiting.delete(task)
    const seconds = (performance.now() - known.since) / 1000
    wait.record(seconds, { 'acoro.wait.kind': known.kind })
    if (known.lock !== undefined)
      lock.record(seconds, known.lock === '' ? {} : { 'acoro.lock.name': known.lock })
  }
  return {
    taskStepped: end,
    taskSuspended(task) {
      // A pause is no wait.
      if (waitingSince(task) === null) return
      const { waits } = taskFacts(task)
      if (waits === null) return
      const match = waits.kind === 'primitive' ? LOCK.exec(waits.text) : null
      waiting.set(task, {
        since: performance.now(),
        kind: waits.kind,
        lock: match === null ? undefined : (match[1] ?? ''),
      })
    },
    taskFinished: end,
  }
}
