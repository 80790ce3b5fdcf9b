/**
 * Tasks as columns, for the worker. Texts that many tasks share, such as what they wait for, are sent once.
 *
 * What a program wrote may throw here: names, descriptions, getters. Such a task is shown without it.
 */

import type { Task } from '@acoro/core'
import { awaitedTasks, type Moment, type TaskFacts, taskFacts } from '@acoro/core/lowlevel'
import { cutText } from '../base/shown-text.ts'
import { STATES, type TaskColumns } from '../link/messages.ts'
import type { TaskState } from '../protocol/rows.ts'
import { functionName } from './function-name.ts'
import { waitKey } from './wait-key.ts'

export class TaskRows {
  #columns: TaskColumns = emptyColumns()
  readonly #texts = new Map<string, number>()

  get size(): number {
    return this.#columns.ids.length
  }

  add(loop: number, now: number, task: Task<unknown>): void {
    const facts = taskFacts(task)
    const columns = this.#columns
    const { waits, group, parent } = facts
    columns.ids.push(facts.number)
    columns.names.push(cutText(facts.name))
    columns.loops.push(loop)
    columns.states.push(STATES.indexOf(stateOf(facts)))
    columns.waits.push(waits === null ? -1 : this.#text(waits.text))
    columns.waitKeys.push(waits === null ? -1 : this.#text(waitKey(waits)))
    columns.waitAges.push(waits === null ? -1 : ageOf(waits.since, now))
    columns.ages.push(-1)
    columns.parents.push(typeof parent === 'number' ? parent : 0)
    columns.groups.push(
      group === null || group === 'unknown' ? -1 : this.#text(`${group.kind} ${group.number}`),
    )
    columns.functions.push(this.#text(functionName(task)))
    const awaits = waits === null ? [] : awaitedTasks(task)
    columns.awaits.push(awaits.length === 0 ? null : awaits)
  }

  /** The columns so far, which are then empty. */
  take(): TaskColumns {
    const columns = this.#columns
    this.#columns = emptyColumns()
    this.#texts.clear()
    return columns
  }

  #text(text: string): number {
    const cut = cutText(text)
    const known = this.#texts.get(cut)
    if (known !== undefined) return known
    const index = this.#columns.texts.push(cut) - 1
    this.#texts.set(cut, index)
    return index
  }
}

/** ms since a moment; -1 if it is unknown. */
export function ageOf({ from }: Moment, now: number): number {
  return from === 'unknown' ? -1 : Math.max(0, now - from)
}

function stateOf({ state, cancelling }: TaskFacts): TaskState {
  if (cancelling > 0 && state !== 'running') return 'cancelling'
  return state === 'running' || state === 'waiting' ? state : 'ready'
}

function emptyColumns(): TaskColumns {
  return {
    ids: [],
    names: [],
    loops: [],
    states: [],
    waits: [],
    waitKeys: [],
    waitAges: [],
    ages: [],
    parents: [],
    groups: [],
    functions: [],
    awaits: [],
    texts: [],
  }
}
