/**
 * What lists consist of: places, tasks, merged waits, primitives, externals.
 *
 * Every text in an answer has been made safe to show: control, bidirectional and invisible characters are
 * escaped, and a long one is cut (`base/shown-text.ts`). All times are ms. An age is as of the `at` of its
 * answer. `null` means unknown, and is shown as such, never as 0.
 */

/** A part of a longer list. */
export interface Window<T> {
  readonly rows: readonly T[]
  /** The index of the first row in the whole list. */
  readonly from: number
  /** The length of the whole list. */
  readonly total: number
}

/** A line of the program. `file` is as the engine names it, or mapped to the source. */
export interface Place {
  readonly name: string
  readonly file: string | null
  readonly line: number | null
  readonly column: number | null
}

/** Enough to show a task and to ask for it. */
export interface TaskRef {
  /** The number of the task; it is never used again in this process. */
  readonly id: number
  readonly name: string
}

/** `running`: its step is under way. `ready`: it will run. `cancelling`: it was cancelled and still waits. */
export type TaskState = 'running' | 'ready' | 'waiting' | 'cancelling'

/** One task in a list or a tree. */
export interface TaskRow extends TaskRef {
  readonly loop: number
  readonly state: TaskState
  /** What it waits for, in words: `Lock.acquire on accounts (held by 'Task-3', 2 waiting)`. */
  readonly waitsFor: string | null
  /** For how long it has waited. */
  readonly waitAge: number | null
  /** For how long it has existed. */
  readonly age: number | null
  /** The user's innermost line. It is asked only for the rows that are shown. */
  readonly place: Place | null
  readonly parent: number | null
  readonly group: string | null
  /** The level in a tree, from 0; 0 in a list. */
  readonly depth: number
  /** How many tasks stand directly below it in a tree. */
  readonly children: number
  /** Its steps since the console attached. */
  readonly steps: number | null
}

/** Tasks that wait for the same, at the same line. */
export interface MergedWait {
  /** Stays the same between two pictures, so a page may key its rows by it. */
  readonly key: string
  readonly waitsFor: string
  readonly place: Place | null
  readonly count: number
  /** True if only some of the tasks were asked for their line: then `count` is an estimate. */
  readonly sampled: boolean
  /** The age of the oldest of these waits. */
  readonly oldest: number | null
  /** At most five. */
  readonly examples: readonly TaskRef[]
}

/** A lock, a queue and the like. */
export interface PrimitiveRow {
  readonly id: number
  /** `Lock`, `Queue`. */
  readonly kind: string
  readonly name: string
  readonly waiting: number
  /** The age of the oldest wait for it. */
  readonly oldest: number | null
  readonly holders: readonly TaskRef[]
  /** The line where it was taken, if that is kept. */
  readonly takenAt: string | null
  /** Its `statistics()`, each entry as text: `['size', '12']`. */
  readonly statistics: readonly (readonly [name: string, value: string])[]
}

/** What is under way outside the loop: a promise, a socket, a worker, a signal handler. */
export interface ExternalRow {
  readonly what: string
  /** True if it ends by itself, as a promise does. A socket may stay silent for ever. */
  readonly transient: boolean
  readonly count: number
  readonly age: number | null
}

/** One line of «top»: what the tasks of one name or one function did in a window of time. */
export interface TopRow {
  readonly name: string
  readonly place: Place | null
  /** How many of these tasks are alive. */
  readonly tasks: number
  readonly steps: number
  /** The ms that their steps took; null if steps are only counted. */
  readonly busy: number | null
  readonly created: number
  readonly finished: number
  readonly failed: number
}
