/**
 * The locks, queues and limits of a program: who holds them, who waits, how full they are.
 *
 * Those that some task waits for are found through the tasks, whether anybody looked before or not. The others are
 * known only from `watchPrimitives()` on. A wait list of a library that names no primitive is shown by its own text.
 */

import { className } from '../base/brief.ts'
import { describeValue } from '../base/errors.ts'
import { readSafely, textOf } from '../base/text.ts'
import { state } from '../current/state.ts'
import type { Future } from '../future/future.ts'
import { openLoops } from '../loop/call-graph.ts'
import type { WaitQueue } from '../parking/wait-queue.ts'
import type { Task } from '../task/task.ts'
import { taskNumber } from '../task/task-number.ts'
import type { ViewedPrimitive } from '../tracing/primitives.ts'
import { type Moment, waitingSince } from './facts-of-task.ts'
import { lineOf } from './kind-of-wait.ts'
import { numberOf } from './object-number.ts'
import type { Sliced } from './sliced.ts'
import { tasksOf } from './tasks-of.ts'

export interface PrimitiveFacts {
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
  /** How many tasks wait for it. */
  waiting: number
  /** Since when the first of them waits; null if none does. */
  oldest: Moment | null
  /** The line where it was taken, if that is kept (`owned: true`). */
  takenAt: string | 'unknown'
}

/** The most holders, and the most characters of a text, that are told. */
const MOST_HOLDERS = 20
const LONGEST = 200

interface Found {
  readonly lines: Set<WaitQueue<unknown, unknown>>
  waiting: number
  oldest: Moment | null
}

/**
 * All primitives that are known, those with most waiting tasks first. A look in slices: `atOnce(livingPrimitives())`,
 * or `await inSlices(livingPrimitives())`.
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
    if (!found.has(primitive)) found.set(primitive, { lines: new Set(), waiting: 0, oldest: null })
    yield
  }
  const facts: PrimitiveFacts[] = []
  for (const [thing, about] of found) {
    facts.push(factsOf(thing, about))
    yield
  }
  return facts.sort((a, b) => b.waiting - a.waiting || begin(a) - begin(b))
}

function begin({ oldest }: PrimitiveFacts): number {
  return oldest === null ? Infinity : oldest.from === 'unknown' ? -Infinity : oldest.from
}

function note(found: Map<object, Found>, task: Task<unknown>): void {
  const since = waitingSince(task)
  if (since === null) return
  for (const line of linesOf(task)) {
    const thing = line._primitive ?? line
    const known = found.get(thing)
    if (known === undefined) found.set(thing, { lines: new Set([line]), waiting: 1, oldest: since })
    else {
      known.lines.add(line)
      known.waiting++
      // Tasks come in the order in which they were made, not in that of their waits.
      if (known.oldest === null || isBefore(since, known.oldest)) known.oldest = since
    }
  }
}

function isBefore(a: Moment, b: Moment): boolean {
  if (a.from === 'unknown' || b.from === 'unknown') return a.from === 'unknown' && b.from !== 'unknown'
  return a.from < b.from
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

function factsOf(thing: object, { lines, waiting, oldest }: Found): PrimitiveFacts {
  const [line = ownLine(thing)] = lines
  const isLine = line === thing
  const primitive = thing as ViewedPrimitive
  const takenAt = isLine ? undefined : readSafely(primitive, '_takenAt')
  return {
    number: numberOf(thing),
    kind: isLine ? 'wait' : cut(textOf(readSafely(primitive, '_kind') ?? className(primitive))),
    name: isLine ? '' : cut(textOf(readSafely(primitive, 'name') ?? '')),
    text: cut(isLine ? safely(() => textOf(line.describe()), 'what cannot be described') : textOf(primitive)),
    statistics: isLine ? null : statisticsOf(primitive),
    holders: line === undefined ? 'unknown' : holdersOf(lines.size === 0 ? [line] : lines),
    waiting,
    oldest,
    takenAt: typeof takenAt === 'string' ? cut(takenAt) : 'unknown',
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
  if (typeof value === 'string') return cut(value)
  if (Array.isArray(value)) return value.length
  return value === undefined || value === null ? null : cut(describeValue(value))
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

function cut(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}… (${text.length} characters)`
}
