/**
 * Thousands of tasks in a few rows. All tasks that wait for the same sort of thing share a row, so a glance
 * tells what 98,000 tasks are doing. Nobody can read a tree of so many.
 */

import type { EventLoop } from '../base/above.ts'
import { PENDING } from '../base/flags.ts'
import { checkOptions, type OptionKinds } from '../base/options.ts'
import { openLoops } from '../loop/open-loops.ts'
import { checkLoop } from '../scheduler/check.ts'
import type { Task } from '../task/task.ts'
import { taskNumber } from '../task/task-number.ts'
import type { StackFrame } from '../tracing/stack-frame.ts'
import { stackOf } from './call-graph.ts'
import { waitingSince } from './facts-of-task.ts'
import { kindOfWait, type WaitKind } from './kind-of-wait.ts'
import type { Sliced } from './sliced.ts'
import { tasksOf } from './tasks-of.ts'
import { WaitTexts } from './wait-texts.ts'

export interface MergedWaitsOptions {
  /** The loop whose tasks are merged; all loops by default. */
  loop?: EventLoop | undefined
  /** How many tasks of each row are named, evenly from the first that was made to the last. 5 by default. */
  samples?: number | undefined
  /** How many frames of the stack of each of them to take, counted from the innermost; 1 by default. */
  limit?: number | undefined
}

/** A task of a row. */
export interface SampledTask {
  /** As `taskNumber` tells it. */
  readonly number: number
  readonly name: string
  /** Innermost last. To ask for it takes some µs. */
  readonly stack: readonly StackFrame[]
}

/** Tasks that wait for the same sort of thing. */
export interface MergedWait {
  /** `Lock.acquire on accounts`, `sleep`, `gather of # (# pending)`, `a task of fetchPage`. */
  readonly key: string
  readonly kind: WaitKind
  /** How many tasks wait so. */
  readonly count: number
  /** The number of the task that has waited longest. */
  readonly oldest: number
  /** How many ms that is so far, on its loop's clock. */
  readonly waitedFor: number | 'unknown'
  readonly samples: readonly SampledTask[]
}

const OPTIONS: OptionKinds = { loop: checkLoop, samples: 'count', limit: 'count' }

interface Row {
  readonly kind: WaitKind
  readonly tasks: Task<unknown>[]
  oldest: Task<unknown>
  waitedFor: number | 'unknown'
}

/**
 * The waits of all tasks in rows, the one with the most tasks first. A look in slices:
 * `atOnce(mergedWaits())`, or `await inSlices(mergedWaits())`. TypeError or RangeError for options that are
 * none, at the call.
 *
 * @example
 * ```ts
 * import { createTask, run, sleep } from '@acoro/core'
 * import { atOnce, mergedWaits } from '@acoro/core/lowlevel'
 *
 * await run(function* main() {
 *   for (let i = 0; i < 1000; i++) createTask(sleep(1000 + i))
 *   yield* sleep(0)
 *   return atOnce(mergedWaits()).map(({ key, count }) => [key, count])
 * }) // => [['sleep', 1000]]
 * ```
 */
export function mergedWaits(options: MergedWaitsOptions = {}): Sliced<MergedWait[]> {
  checkOptions(options, 'mergedWaits()', OPTIONS)
  return merged(options.loop === undefined ? openLoops() : [options.loop], options)
}

function* merged(
  loops: readonly EventLoop[],
  { samples = 5, limit = 1 }: MergedWaitsOptions,
): Sliced<MergedWait[]> {
  const rows = new Map<string, Row>()
  const texts = new WaitTexts()
  for (const loop of loops) {
    for (const task of yield* tasksOf(loop)) {
      note(rows, task, texts)
      yield
    }
  }
  const found: MergedWait[] = []
  for (const [key, { kind, tasks, oldest, waitedFor }] of rows) {
    const named: SampledTask[] = []
    for (const task of evenly(tasks, samples)) {
      named.push({ number: taskNumber(task), name: task.name, stack: stackOf(task, { limit }) })
      yield
    }
    found.push({ key, kind, count: tasks.length, oldest: taskNumber(oldest), waitedFor, samples: named })
  }
  return found.sort((a, b) => b.count - a.count)
}

function note(rows: Map<string, Row>, task: Task<unknown>, texts: WaitTexts): void {
  const waits = task._waitsFor
  const since = waitingSince(task)
  // A task whose wait is over is ready.
  if (waits === null || since === null || waits._status !== PENDING) return
  const kind = kindOfWait(waits)
  const key = texts.keyOf(waits, kind)
  const { from } = since
  const waitedFor = from === 'unknown' ? from : Math.max(0, (task._loop as EventLoop).time() - from)
  const row = rows.get(key)
  if (row === undefined) {
    rows.set(key, { kind, tasks: [task], oldest: task, waitedFor })
    return
  }
  row.tasks.push(task)
  if (row.waitedFor === 'unknown' || (waitedFor !== 'unknown' && waitedFor <= row.waitedFor)) return
  row.oldest = task
  row.waitedFor = waitedFor
}

function evenly<T>(list: readonly T[], count: number): T[] {
  if (list.length <= count) return [...list]
  return Array.from({ length: count }, (_, index) => list[Math.floor((index * list.length) / count)] as T)
}
