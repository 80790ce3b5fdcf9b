/**
 * What the worker asks the program's thread, and what it is told.
 *
 * A survey of many tasks comes in several messages, because it is made in short slices. Tasks are columns
 * and not objects, which take several times as long to send.
 */

import type { ExternalRow, Place, PrimitiveRow } from '../protocol/rows.ts'
import type { LoopRow } from '../protocol/state.ts'

/** What the worker can ask. The answer to each is in `Answers`. */
export interface Questions {
  survey: Readonly<Record<string, never>>
  /** The innermost frames of tasks, in the same order; none for those that have ended. */
  stacks: { readonly ids: readonly number[]; readonly limit: number }
  detail: { readonly id: number; readonly contextVariables: boolean }
  wouldCancel: { readonly id: number }
  cancel: { readonly id: number; readonly message: string }
  /** Notes all that tasks do from now on in the memory that it answers, or ends that. */
  record: { readonly on: boolean }
}

export interface Answers {
  survey: Summary
  stacks: readonly (readonly Place[])[]
  detail: Detail | null
  wouldCancel: number | null
  cancel: number | null
  record: SharedArrayBuffer | null
}

export type QuestionName = keyof Questions

export interface Question<N extends QuestionName = QuestionName> {
  readonly number: number
  readonly name: N
  readonly question: Questions[N]
}

/** From the worker, unasked: a block of the program's thread has ended. */
export interface BlockEnded {
  readonly blocked: {
    readonly ms: number
    /** The number of the task in whose step it was; null if it was in none. */
    readonly task: number | null
    readonly stack: readonly Place[]
    /** Why there is no stack; null if there is one. */
    readonly noStack: string | null
  }
}

export type Told =
  | { readonly kind: 'tasks'; readonly number: number; readonly columns: TaskColumns }
  | { readonly kind: 'answer'; readonly number: number; readonly answer: unknown }
  | { readonly kind: 'failed'; readonly number: number; readonly why: string }
  | Save

/** The program is about to end: what was recorded is to be saved, with the tasks as they are. */
export interface Save {
  readonly kind: 'save'
  readonly why: string
  readonly columns: readonly TaskColumns[]
  readonly summary: Summary | null
}

/** Codes of `TaskColumns.states`. */
export const STATES = ['running', 'ready', 'waiting', 'cancelling'] as const

/** What is a number of each task. */
export const NUMBER_COLUMNS = [
  'ids',
  'loops',
  'states',
  // Indexes into `texts`; -1 if it waits for nothing. The keys are the same for tasks that wait for the same.
  'waits',
  'waitKeys',
  // ms; -1 if unknown.
  'waitAges',
  'ages',
  // 0 if unknown or none.
  'parents',
  // An index into `texts`; -1 if none.
  'groups',
  // The function that the task runs; an index into `texts`.
  'functions',
] as const

export type NumberColumn = (typeof NUMBER_COLUMNS)[number]

/** Some tasks, in the order of creation. Columns of equal length. */
export interface TaskColumns extends Readonly<Record<NumberColumn, Float64Array>> {
  readonly names: readonly string[]
  /** For those rows that have any: the ids of the tasks that it waits for, or that hold what it waits for. */
  readonly awaits: readonly (readonly [row: number, ids: readonly number[]])[]
  readonly texts: readonly string[]
}

/** What else a survey finds. */
export interface Summary {
  /** Monotonic ms, as `performance.now()` of the program's thread. */
  readonly at: number
  /** The ms that the survey took of the program's thread. */
  readonly took: number
  readonly loops: readonly LoopRow[]
  readonly primitives: readonly PrimitiveHolders[]
  readonly primitiveCount: number
  readonly externals: readonly ExternalRow[]
  /** The share of the time since the survey before in which the thread was busy. */
  readonly utilization: number | null
  /** Bytes in use. */
  readonly heap: number | null
}

/** A primitive with the numbers of the tasks that hold it; they may have ended. */
export interface PrimitiveHolders extends Omit<PrimitiveRow, 'holders'> {
  readonly holders: readonly number[]
}

/** What only the program's thread knows of a task. */
export interface Detail {
  readonly stack: readonly Place[]
  readonly wokenBy: string | null
  readonly contextVariables: readonly (readonly [name: string, value: string])[]
}
