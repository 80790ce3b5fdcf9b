/**
 * The tasks of one survey, as rows. No object of the program is held: an ended task is only missing from the
 * next survey.
 */

import { escapedText } from '../../base/shown-text.ts'
import { STATES, type TaskColumns } from '../../link/messages.ts'
import type { TaskRef, TaskState } from '../../protocol/rows.ts'

/** A task as the worker keeps it. Texts are safe to show. */
export interface Known extends TaskRef {
  readonly loop: number
  readonly state: TaskState
  readonly waitsFor: string | null
  /** The same for tasks that wait for the same. */
  readonly waitKey: string | null
  readonly waitAge: number | null
  readonly age: number | null
  readonly parent: number | null
  readonly group: string | null
  readonly functionName: string
  readonly awaits: readonly number[]
}

const NONE: readonly number[] = []

export class TaskTable {
  /** In the order of creation. */
  readonly all: Known[] = []
  readonly #byId = new Map<number, Known>()

  get(id: number): Known | undefined {
    return this.#byId.get(id)
  }

  /** Adds the rows of a message. A task that is there already is left as it was. */
  add(columns: TaskColumns): void {
    const texts = columns.texts.map((text) => escapedText(text))
    const textAt = (index: number): string | null => texts[index] ?? null
    const knownAt = (ms: number | undefined): number | null => (ms === undefined || ms < 0 ? null : ms)
    const awaits = new Map(columns.awaits)
    columns.ids.forEach((id, at) => {
      if (this.#byId.has(id)) return
      const row: Known = {
        id,
        name: escapedText(columns.names[at] as string),
        loop: columns.loops[at] as number,
        state: STATES[columns.states[at] as number] as TaskState,
        waitsFor: textAt(columns.waits[at] as number),
        waitKey: textAt(columns.waitKeys[at] as number),
        waitAge: knownAt(columns.waitAges[at]),
        age: knownAt(columns.ages[at]),
        parent: columns.parents[at] || null,
        group: textAt(columns.groups[at] as number),
        functionName: textAt(columns.functions[at] as number) ?? '',
        awaits: awaits.get(at) ?? NONE,
      }
      this.all.push(row)
      this.#byId.set(id, row)
    })
  }
}

/** The name by which a task is known, or its number. */
export function refOf(table: TaskTable, id: number): TaskRef {
  const known = table.get(id)
  return { id, name: known?.name ?? `task ${id}` }
}
