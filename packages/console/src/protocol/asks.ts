/**
 * What a viewer can ask, and what it gets. Each is a POST of JSON to `/api/NAME`.
 *
 * `watch` is the exception: its answer is a stream of server-sent events, each of which is a `State`.
 */

import type { Curves } from './curves.ts'
import type { OrderFile } from './order.ts'
import type { Gone, Refused } from './refusal.ts'
import type { MergedWait, PrimitiveRow, TaskRow, TopRow, Window } from './rows.ts'
import type { State } from './state.ts'
import type { TaskDetail } from './task-detail.ts'
import type { RecordingFormat, RecordingRef, Timeline, TimelineAsk } from './timeline.ts'

/** `{ ask, answer }` of each name. */
export interface Asks {
  state: { ask: Nothing; answer: State }
  /** A stream: a `State` at once, and then every `every` ms (at least 250), for `WATCH_TIME`. */
  watch: { ask: { readonly every?: number }; answer: State }
  tasks: { ask: TasksAsk; answer: Window<TaskRow> & At }
  task: { ask: { readonly id: number }; answer: TaskDetail | Gone }
  waits: { ask: WindowAsk; answer: Window<MergedWait> & At }
  primitives: { ask: WindowAsk; answer: Window<PrimitiveRow> & At }
  /**
   * The first ask begins to count, so its rows are few. `seconds` says how much of the window was counted.
   */
  top: { ask: TopAsk; answer: Window<TopRow> & At & { readonly seconds: number } }
  curves: { ask: { readonly seconds: number }; answer: Curves }
  /** How many tasks a cancel of this one takes along; nothing is cancelled. */
  wouldCancel: { ask: { readonly id: number }; answer: { readonly tasks: number } | Gone }
  cancel: { ask: { readonly id: number; readonly message: string }; answer: Cancelled | Gone | Refused }
  /**
   * A view as text, for a chat or a terminal: of the last picture, as the page shows it. With `now` it is of
   * one that is begun now, which takes longer the more tasks there are.
   */
  text: { ask: { readonly view: TextView; readonly now?: boolean }; answer: Text }
  /** Lines of a file that is on the stack of the task now, by the frame's index and never by a path. */
  source: { ask: { readonly id: number; readonly frame: number }; answer: Source | Gone | Refused }
  /** Records for so long, then `recording` has the file. While one is under way, that one is told. */
  record: { ask: { readonly seconds: number }; answer: RecordingRef | Refused }
  /**
   * The answer is a file: `format` is ours, or JSON of Chrome's trace viewer. 0 is the one that always runs.
   */
  recording: { ask: { readonly recording: number; readonly format?: RecordingFormat }; answer: unknown }
  /** A part of a recording, as lanes of tasks. */
  timeline: { ask: TimelineAsk; answer: Timeline | Refused }
  /** Saves the recording that always runs, as a file beside the program. */
  save: { ask: Nothing; answer: { readonly path: string } | Refused }
  /** The run in the file that `acoro open` shows. A program has none. */
  order: { ask: Nothing; answer: OrderFile }
}

export type AskName = keyof Asks
export type Ask<N extends AskName> = Asks[N]['ask']
export type Answer<N extends AskName> = Asks[N]['answer']

export type Nothing = Readonly<Record<string, never>>

/** The monotonic time that the ages in an answer refer to. */
export interface At {
  readonly at: number
}

export interface WindowAsk {
  readonly from?: number
  /** At most `MOST_ROWS`. */
  readonly count?: number
}

/** A part of the list or of the tree of tasks. Filters are joined by «and». */
export interface TasksAsk extends WindowAsk {
  /** `tree` puts tasks under those that made them, `awaits` under those that await them. */
  readonly shape?: 'list' | 'tree' | 'awaits'
  /** Part of a name or of a wait's text, in any case. A row of a tree is shown with the rows above it. */
  readonly search?: string
  readonly state?: TaskRow['state']
  /** The `key` of a merged wait. */
  readonly wait?: string
  /** Only tasks that have waited at least this long. */
  readonly waitedFor?: number
  /** Lists only. `created` is the order of creation. */
  readonly sort?: 'created' | 'name' | 'wait-age' | 'steps'
  readonly descending?: boolean
  /** The ids of rows of a tree whose children are hidden. */
  readonly closed?: readonly number[]
}

export interface TopAsk extends WindowAsk {
  /** The length of the window; at most 60. */
  readonly seconds: number
  readonly sort?: 'steps' | 'busy' | 'created' | 'failed' | 'growth'
}

export type TextView = 'verdict' | 'blocked' | 'waits' | 'primitives' | 'externals' | 'ps' | 'pstree'

export interface Cancelled {
  /** How many tasks were cancelled; 0 if it had just ended. */
  readonly cancelled: number
}

export interface Text {
  readonly text: string
  /** How many circles of waits there are. */
  readonly circles: number
}

export interface Source {
  readonly file: string
  /** The number of the first of the lines. */
  readonly first: number
  readonly lines: readonly string[]
  /** The line at which the task stands. */
  readonly line: number
}

/** What an answer with a status of 400 and above holds. */
export interface Failure {
  readonly error: string
}
