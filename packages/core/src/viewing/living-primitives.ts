/**
 * The locks, queues and limits of a program: who holds them, who waits, how full they are.
 *
 * Those that some task waits for are found through the tasks, whether anybody looked before or not. The
 * others are known only after `watchPrimitives()`. A WaitQueue that belongs to no primitive is shown by its
 * own description. Texts are not cut: that is for the viewer.
 */

import type { EventLoop } from '../base/above.ts'
import { className } from '../base/brief.ts'
import { describeValue } from '../base/errors.ts'
import { readSafely, textOf } from '../base/text.ts'
import { state } from '../current/state.ts'
import type { Future } from '../future/future.ts'
import { lineOf } from '../loop/behind.ts'
import { openLoops } from '../loop/open-loops.ts'
import type { WaitQueue } from '../parking/wait-queue.ts'
import type { Task } from '../task/task.ts'
import { taskNumber } from '../task/task-number.ts'
import type { ViewedPrimitive } from '../tracing/primitives.ts'
import { waitingSince } from './facts-of-task.ts'
import { numberOf } from './object-number.ts'
import type { Sliced } from './sliced.ts'
import { tasksOf } from './tasks-of.ts'

/** What a primitive tells of itself. */
export interface PrimitiveState {
  /** Unique in its thread, and the same as long as the primitive lives. */
  number: number
  /** `Lock`, `Queue`; `wait` for a wait list that names no primitive. */
  kind: string
  /** Empty if it has none. */
  name: string
  /** As it prints. */
  text: string
  /** Its `statistics()` without nested values; null if it has none, or if it throws. */
  statistics: Record<string, number | string | boolean | null> | null
  /** The numbers of the tasks that hold it; 'unknown' if it does not say. */
  holders: number[] | 'unknown'
  /** The line where it was taken, if that is kept (`owned: true`). */
  takenAt: string | 'unknown'
}

export interface PrimitiveFacts extends PrimitiveState {
  /** How many tasks wait for it. */
  waiting: number
  /** How many ms the longest of their waits lasts so far, on its loop's clock; null if none waits. */
  waitedFor: number | 'unknown' | null
}

/** The most holders that are told. */
const MOST_HOLDERS = 20

interface Found {
  readonly lines: Set<WaitQueue<unknown, unknown>>
  waiting: number
  waitedFor: PrimitiveFacts['waitedFor']
}

/**
 * All primitives that are known, those with most waiting tasks first. A look in slices:
 * `atOnce(livingPrimitives())`, or `await inSlices(livingPrimitives())`.
 */
export function* livingPrimitives(): Sliced<PrimitiveFacts[]> {
  const found = new Map<object, Found>()
  for (const loop of openLoops()) {
    for (const task of yield* tasksOf(loop)) {
      note(found, task)
      yield
    }
  }
  for (const primitive of state.primitives?.living() ?? []) {
    if (!found.has(primitive)) found.set(primitive, { lines: new Set(), waiting: 0, waitedFor: null })
    yield
  }
  const facts: PrimitiveFacts[] = []
  for (const [thing, about] of found) {
    facts.push(factsOf(thing, about))
    yield
  }
  return facts.sort((a, b) => b.waiting - a.waiting || compare(b.waitedFor, a.waitedFor))
}

/**
 * What each primitive tells of itself that is noted while somebody watches (`watchPrimitives`). Cheaper than
 * `livingPrimitives`, because no task is looked at: for a viewer that asks after every step.
 */
export function notedPrimitives(most: number): PrimitiveState[] {
  const noted = [...(state.primitives?.living() ?? [])]
  return noted.slice(0, most).map((primitive) => stateOf(primitive, new Set()))
}

function note(found: Map<object, Found>, task: Task<unknown>): void {
  const since = waitingSince(task)
  if (since === null) return
  const { from } = since
  const waitedFor = from === 'unknown' ? from : Math.max(0, (task._loop as EventLoop).time() - from)
  for (const line of linesOf(task)) {
    const thing = line._primitive ?? line
    const known = found.get(thing)
    if (known === undefined) found.set(thing, { lines: new Set([line]), waiting: 1, waitedFor })
    else {
      known.lines.add(line)
      known.waiting++
      // Tasks come in the order in which they were made, not in that of their waits.
      if (compare(waitedFor, known.waitedFor) > 0) known.waitedFor = waitedFor
    }
  }
}

/** An unknown time is longer than all that are known. */
function compare(a: PrimitiveFacts['waitedFor'], b: PrimitiveFacts['waitedFor']): number {
  const [left, right] = [a, b].map((time) => (time === 'unknown' ? Number.MAX_VALUE : (time ?? -1))) as [
    number,
    number,
  ]
  return left - right
}

/** The wait lists that a task stands in: one, or those of its `select`. */
function* linesOf({ _waitsFor: waitsFor }: Task<unknown>): Generator<WaitQueue<unknown, unknown>> {
  if (waitsFor === null || waitsFor._kind === 'Task') return
  const line = lineOf(waitsFor)
  if (line !== undefined) {
    yield line
    return
  }
  let parts: Future<unknown>[] = []
  try {
    parts = [...waitsFor._dependsOn()]
  } catch {
    // The program may have written it.
  }
  for (const part of parts) {
    const line = lineOf(part)
    if (line !== undefined) yield line
  }
}

function factsOf(thing: object, { lines, waiting, waitedFor }: Found): PrimitiveFacts {
  return { ...stateOf(thing, lines), waiting, waitedFor }
}

function stateOf(thing: object, lines: Found['lines']): PrimitiveState {
  const [line = ownLine(thing)] = lines
  const isLine = line === thing
  const primitive = thing as ViewedPrimitive
  const takenAt = isLine ? undefined : readSafely(primitive, '_takenAt')
  return {
    number: numberOf(thing),
    kind: isLine ? 'wait' : textOf(readSafely(primitive, '_kind') ?? className(primitive)),
    name: isLine ? '' : textOf(readSafely(primitive, 'name') ?? ''),
    text: isLine ? safely(() => textOf(line.describe()), 'what cannot be described') : textOf(primitive),
    statistics: isLine ? null : statisticsOf(primitive),
    holders: line === undefined ? 'unknown' : holdersOf(lines.size === 0 ? [line] : lines),
    takenAt: typeof takenAt === 'string' ? takenAt : 'unknown',
  }
}

/** The wait list of a primitive that nobody waits for, if it has one by the usual name. */
function ownLine(thing: object): WaitQueue<unknown, unknown> | undefined {
  const line = readSafely(thing, '_queue') as Partial<WaitQueue<unknown, unknown>> | undefined
  return typeof line?.holders === 'function' ? (line as WaitQueue<unknown, unknown>) : undefined
}

function statisticsOf(primitive: ViewedPrimitive): PrimitiveFacts['statistics'] {
  return safely(() => {
    const told = primitive.statistics?.()
    if (typeof told !== 'object' || told === null) return null
    const plain: NonNullable<PrimitiveFacts['statistics']> = {}
    for (const [key, value] of Object.entries(told)) plain[key] = plainOf(value)
    return plain
  }, null)
}

/** A list or a map as its length: its entries may be the program's own values. */
function plainOf(value: unknown): number | string | boolean | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'boolean') return value
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.length
  return value === undefined || value === null ? null : describeValue(value)
}

function holdersOf(lines: Iterable<WaitQueue<unknown, unknown>>): PrimitiveFacts['holders'] {
  return safely(() => {
    const holders = new Set<number>()
    for (const line of lines) {
      for (const holder of line.holders()) {
        if (holder._kind === 'Task') holders.add(taskNumber(holder))
        if (holders.size === MOST_HOLDERS) return [...holders]
      }
    }
    return holders.size === 0 ? 'unknown' : [...holders]
  }, 'unknown')
}

/** What a program wrote may throw. */
function safely<T>(read: () => T, otherwise: T): T {
  try {
    return read()
  } catch {
    return otherwise
  }
}
