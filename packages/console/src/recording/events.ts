/** What a recording holds. Times are ms on the clock of the program's thread, which only goes forward. */

import type { Outcome } from '../link/event-ring.ts'
import type { TaskState } from '../protocol/rows.ts'

export type RecordedEvent =
  | TaskEvent
  | StepEvent
  | WaitEvent
  | WakeEvent
  | SampleEvent
  | BlockedEvent
  | LostEvent
  | SnapshotEvent
  | NoteEvent
  | EndEvent

/** A task, before the first event that names it in this chunk. */
export interface TaskEvent {
  readonly kind: 'task'
  readonly at: number
  readonly task: number
  /** True if it was made at `at`; else it was there already. */
  readonly isNew: boolean
  /** 0 if unknown or none. */
  readonly parent: number
  readonly group: number
  readonly name: string
  /** The function that it runs. */
  readonly work: string
}

export interface StepEvent {
  readonly kind: 'step'
  readonly task: number
  readonly at: number
  readonly to: number
  readonly outcome: Outcome
  /** False for the rest of a step in which another one began and ended. */
  readonly isBegin: boolean
}

/** The task waits, since the end of its last step. */
export interface WaitEvent {
  readonly kind: 'wait'
  readonly task: number
  readonly at: number
  readonly what: string
  /** Where tasks of its function were seen in such a wait; empty if unknown. */
  readonly place: string
}

export interface WakeEvent {
  readonly kind: 'wake'
  readonly task: number
  readonly at: number
  readonly by: number | 'timer' | 'callback' | 'outside'
}

export interface SampleEvent {
  readonly kind: 'sample'
  readonly at: number
  /** null is unknown. */
  readonly lag: number | null
  readonly heap: number | null
  readonly utilization: number | null
  readonly tasks: number | null
}

export interface BlockedEvent {
  readonly kind: 'blocked'
  readonly at: number
  readonly to: number
  /** 0: code outside of tasks. */
  readonly task: number
  /** The innermost line; empty if unknown. */
  readonly place: string
}

/** What happened between the two times is not known, but for what other events tell. */
export interface LostEvent {
  readonly kind: 'lost'
  readonly at: number
  readonly to: number
}

/** One task as it was when the recording was saved. */
export interface SnapshotEvent {
  readonly kind: 'snapshot'
  readonly at: number
  readonly task: number
  readonly state: TaskState
  /** Empty if it waits for nothing. */
  readonly waitsFor: string
  readonly waitAge: number | null
}

/** Why it was saved, a warning. */
export interface NoteEvent {
  readonly kind: 'note'
  readonly at: number
  readonly text: string
}

/** The end of a recording that is whole. */
export interface EndEvent {
  readonly kind: 'end'
  readonly at: number
}

/** What is said once, in front. */
export interface RecordingHeader {
  readonly pid: number
  readonly title: string
  readonly runtime: string
  readonly version: string
  /** The clock's 0 by the wall clock, in ms since 1970. */
  readonly origin: number
  /** True if the clock is one of a test. */
  readonly virtual: boolean
}
