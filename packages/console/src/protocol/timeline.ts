/** Recordings, and what a page shows of one. */

export type RecordingFormat = 'acoro' | 'chrome'

export interface RecordingRef {
  readonly recording: number
  /** When it ends, monotonic. */
  readonly until: number
}

export interface TimelineAsk {
  /** 0 is the one that always runs. */
  readonly recording: number
  /** The window; all of it by default. */
  readonly from?: number
  readonly to?: number
  /** Part of the name of a task or of its function. */
  readonly search?: string
  /** Only these tasks, whatever the search. */
  readonly only?: readonly number[]
  /** The most lanes. */
  readonly lanes?: number
}

/** A window of a recording. Times are ms. */
export interface Timeline {
  readonly recording: number
  readonly title: string
  /** The whole recording. */
  readonly first: number
  readonly last: number
  readonly from: number
  readonly to: number
  /** The busiest first. */
  readonly lanes: readonly Lane[]
  /** How many tasks fit the search. */
  readonly total: number
  readonly events: number
  /** Times in which the thread was blocked, times that are missing, and what was noted. */
  readonly blocked: readonly Mark[]
  readonly lost: readonly Mark[]
  readonly notes: readonly Mark[]
  /** What is wrong with it, in sentences. */
  readonly problems: readonly string[]
}

export interface Mark {
  readonly from: number
  readonly to: number
  readonly text: string
}

/** What one task did in the window. */
export interface Lane {
  readonly task: number
  readonly name: string
  readonly work: string
  readonly steps: number
  /** ms in steps, and in waits. */
  readonly busy: number
  readonly waited: number
  /** In the order of time. Steps that are too near to one another to be seen apart are one span. */
  readonly spans: readonly Span[]
  /** The last times that it was woken in the window, at most twenty. */
  readonly wakes: readonly Wake[]
}

/** `task` is the number of the task that woke it; null if it was none. */
export interface Wake {
  readonly at: number
  readonly by: string
  readonly task: number | null
}

export interface Span {
  readonly from: number
  readonly to: number
  readonly kind: 'step' | 'wait'
  /** How many steps it stands for. */
  readonly count: number
  /** For what it waits, and where; how the step ended. */
  readonly text: string
}
