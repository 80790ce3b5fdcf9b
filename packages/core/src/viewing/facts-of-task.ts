/**
 * What is known of one task, as numbers and texts, for a viewer, a report or a message to another thread.
 *
 * Nothing is recorded for it while a program runs. The number is in the task's name, the parent in the place
 * of the outcome it has not got yet, the group among its waiters, and since when it waits in one field. So it
 * holds for tasks that hung before anybody looked. What is not known is 'unknown', and never 0.
 */

import type { EventLoop } from '../base/above.ts'
import { describeValue } from '../base/errors.ts'
import { CANCELLED, PENDING, REJECTED } from '../base/flags.ts'
import { type Future, isFuture } from '../future/future.ts'
import { describeCause } from '../loop/describe-wait.ts'
import type { Joint } from '../parking/joint.ts'
import { SHORT } from '../scheduler/clock-gaps.ts'
import type { Task } from '../task/task.ts'
import { taskNumber, type WokenBy } from '../task/task-number.ts'
import { kindOfWait, type WaitKind } from './kind-of-wait.ts'
import { numberOf } from './object-number.ts'

/** A moment on the loop's clock (ms): not before `from`, not after `to`. */
export interface Moment {
  from: number | 'unknown'
  to: number
}

/** What a task waits for. */
export interface WaitFacts {
  kind: WaitKind
  /** As in reports: `Lock.acquire on accounts (held by Task-3, 2 waiting)`. */
  text: string
  since: Moment
}

/** The task group, or gather, that a task belongs to. */
export interface GroupFacts {
  /** Unique in its thread. */
  number: number
  kind: string
  /** The number of the task that owns it. */
  owner: number | 'unknown'
}

export interface TaskFacts {
  number: number
  name: string
  state: 'running' | 'ready' | 'waiting' | 'returned' | 'failed' | 'cancelled'
  /** The number of the task that made it; null if it was made outside of any task. */
  parent: number | null | 'unknown'
  group: GroupFacts | null | 'unknown'
  /** How many requests to cancel it are not taken back. */
  cancelling: number
  waits: WaitFacts | null
  /** Known if a hook with `taskWoken` was there when it was woken. */
  wokenBy: WokenBy | 'unknown'
}

/**
 * The facts of a task, whether it is done or not. What the task waits for describes itself; if `describe()`
 * throws, the facts go without it. TypeError for anything but a task.
 */
export function taskFacts(task: Task<unknown>): TaskFacts {
  if (!isFuture(task) || task._kind !== 'Task')
    throw new TypeError(`Expected a task, got ${describeValue(task)}`)
  const name = task._name
  return {
    number: taskNumber(task),
    name: task.name,
    state: stateOf(task),
    parent: parentOf(task),
    group: groupOf(task),
    cancelling: task.cancelling(),
    waits: waitOf(task),
    wokenBy: (typeof name === 'object' ? name.wokenBy : undefined) ?? 'unknown',
  }
}

/**
 * Since when a task waits; null if it does not wait. Cheaper than `taskFacts(task).waits` where there are
 * many tasks.
 */
export function waitingSince(task: Task<unknown>): Moment | null {
  return task._waitsFor === null || task._status !== PENDING
    ? null
    : momentOf(task._loop as EventLoop, task._since)
}

/** The moment that a note of the loop's coarse clock stands for. */
export function momentOf(loop: EventLoop, since: number): Moment {
  const from = loop._origin + since
  // After the origin has moved, it stands for all that is older.
  if (since === 0 && loop._origin > 1) return { from: 'unknown', to: Math.ceil(from) }
  return { from: Math.floor(from), to: Math.min(loop._gaps?.end(from) ?? from + 1 + SHORT, loop.time()) }
}

function stateOf(task: Task<unknown>): TaskFacts['state'] {
  if (task._status !== PENDING) {
    return task._status === CANCELLED ? 'cancelled' : task._status === REJECTED ? 'failed' : 'returned'
  }
  if (task.state === 'running') return 'running'
  return task._waitsFor === null || task._waitsFor._status !== PENDING ? 'ready' : 'waiting'
}

function parentOf({ _status, _outcome: noted }: Task<unknown>): TaskFacts['parent'] {
  if (_status !== PENDING || typeof noted !== 'number') return 'unknown'
  return noted === 0 ? null : noted
}

function groupOf(task: Task<unknown>): TaskFacts['group'] {
  if (task._status !== PENDING) return 'unknown'
  for (const waiter of task._waiterList()) {
    const joint = (waiter as { readonly _joint?: Joint })._joint
    if (joint === undefined) continue
    const owner = joint._ownerTask
    return {
      number: numberOf(joint),
      // A gather has no owner. A bundler may have renamed the classes.
      kind: owner === undefined ? 'gather' : 'TaskGroup',
      owner: owner == null ? 'unknown' : taskNumber(owner),
    }
  }
  return null
}

function waitOf(task: Task<unknown>): WaitFacts | null {
  const { _waitsFor: waitsFor } = task
  if (waitsFor === null || task._status !== PENDING) return null
  return {
    kind: kindOfWait(waitsFor as unknown as Future<unknown>),
    text: describeCause(waitsFor),
    since: momentOf(task._loop as EventLoop, task._since),
  }
}
