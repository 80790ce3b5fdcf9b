/**
 * Tasks as columns, for the worker. Texts that many tasks share, such as what they wait for, are sent once.
 *
 * What a program wrote may throw here: names, descriptions, getters. Such a task is shown without it.
 */

import type { Task } from '@acoro/core'
import { awaitedTasks, type Moment, type TaskFacts, taskFacts } from '@acoro/core/lowlevel'
import { cutText } from '../base/shown-text.ts'
import { NUMBER_COLUMNS, type NumberColumn, STATES, type TaskColumns } from '../link/messages.ts'
import type { TaskState } from '../protocol/rows.ts'
import { functionName } from './function-name.ts'
import { waitKey } from './wait-key.ts'

export class TaskRows {
  /** Written anew for each message: arrays that grow would be most of what a survey leaves to collect. */
  readonly #numbers: Record<NumberColumn, Float64Array>
  #names: string[] = []
  #awaits: [row: number, ids: readonly number[]][] = []
  #texts: string[] = []
  readonly #indexOf = new Map<string, number>()

  /** Holds at most this many tasks at a time. */
  constructor(most: number) {
    this.#numbers = columnsOf(() => new Float64Array(most))
  }

  get size(): number {
    return this.#names.length
  }

  add(loop: number, now: number, task: Task<unknown>): void {
    const facts = taskFacts(task)
    const { waits, group, parent } = facts
    const numbers = this.#numbers
    const at = this.#names.length
    numbers.ids[at] = facts.number
    numbers.loops[at] = loop
    numbers.states[at] = STATES.indexOf(stateOf(facts))
    numbers.waits[at] = waits === null ? -1 : this.#text(waits.text)
    numbers.waitKeys[at] = waits === null ? -1 : this.#text(waitKey(waits))
    numbers.waitAges[at] = waits === null ? -1 : ageOf(waits.since, now)
    numbers.ages[at] = -1
    numbers.parents[at] = typeof parent === 'number' ? parent : 0
    numbers.groups[at] =
      group === null || group === 'unknown' ? -1 : this.#text(`${group.kind} ${group.number}`)
    numbers.functions[at] = this.#text(functionName(task))
    const awaits = waits === null ? [] : awaitedTasks(task)
    if (awaits.length > 0) this.#awaits.push([at, awaits])
    this.#names.push(cutText(facts.name))
  }

  /** The columns so far, which are then empty. */
  take(): TaskColumns {
    const { size } = this
    const taken: TaskColumns = {
      ...columnsOf((name) => this.#numbers[name].slice(0, size)),
      names: this.#names,
      awaits: this.#awaits,
      texts: this.#texts,
    }
    this.#names = []
    this.#awaits = []
    this.#texts = []
    this.#indexOf.clear()
    return taken
  }

  #text(text: string): number {
    const cut = cutText(text)
    const known = this.#indexOf.get(cut)
    if (known !== undefined) return known
    const index = this.#texts.push(cut) - 1
    this.#indexOf.set(cut, index)
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

function columnsOf(make: (name: NumberColumn) => Float64Array): Record<NumberColumn, Float64Array> {
  const columns = {} as Record<NumberColumn, Float64Array>
  for (const name of NUMBER_COLUMNS) columns[name] = make(name)
  return columns
}
