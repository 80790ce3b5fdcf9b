/** What is under way outside of a loop, with its age. */

import type { EventLoop } from '../base/above.ts'
import { textOf } from '../base/text.ts'
import { checkLoop } from '../scheduler/check.ts'
import { taskNumber } from '../task/task-number.ts'
import type { External, Tracked } from '../tracing/external.ts'
import { type Moment, momentOf } from './facts-of-task.ts'
import type { Sliced } from './sliced.ts'
import { tasksOf } from './tasks-of.ts'

export interface ExternalFacts {
  /** `promise of fetchPage`. */
  what: string
  /** Sure to end by itself. A socket is not: it may stay silent for ever. */
  transient: boolean
  since: Moment
  /** The number of the task that waits for it, if one does. */
  task: number | 'unknown'
}

/** What may wake `loop` from outside, each with its age. TypeError for anything but a loop. */
export function* externalFacts(loop: EventLoop): Sliced<ExternalFacts[]> {
  checkLoop(loop, 'the argument of externalFacts()')
  const found: ExternalFacts[] = []
  const externals = loop._externals
  // They may end between two slices, so the list is copied first.
  const tracked: Tracked[] = []
  for (let at = externals._first; at !== null; at = at._next) tracked.push(at)
  for (const external of tracked) {
    found.push(factsOf(external, momentOf(loop, external._since), 'unknown'))
    yield
  }
  if (externals._arriving === 0) return found
  for (const task of yield* tasksOf(loop)) {
    const external = task._waitsFor?._external?.(loop) ?? null
    if (external !== null) found.push(factsOf(external, momentOf(loop, task._since), taskNumber(task)))
    yield
  }
  return found
}

function factsOf({ what, transient }: External, since: Moment, task: number | 'unknown'): ExternalFacts {
  return { what: textOf(what), transient, since, task }
}
