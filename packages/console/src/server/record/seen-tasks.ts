/**
 * What is known of the tasks in a recording: from when they were made, or from the last picture. Tasks that
 * have ended are kept for a while, because what they did is still being written.
 */

import { escapedText } from '../../base/shown-text.ts'
import type { KnownTask } from '../../recording/chunk-writer.ts'
import type { Known } from '../picture/task-table.ts'

/** How many tasks are kept; the ones that were made first go. */
const MOST = 200_000

export class SeenTasks {
  readonly #made = new Map<number, KnownTask>()
  readonly #pictured: (id: number) => Known | undefined

  /** `pictured` finds a task in the last picture. */
  constructor(pictured: (id: number) => Known | undefined) {
    this.#pictured = pictured
  }

  add(task: number, parent: number, group: number, name: string, work: string): void {
    this.#made.set(task, { task, parent, group, name: escapedText(name), work: escapedText(work) })
    if (this.#made.size <= MOST) return
    const [oldest] = this.#made.keys()
    this.#made.delete(oldest as number)
  }

  get(id: number): KnownTask {
    const made = this.#made.get(id)
    if (made !== undefined) return made
    const known = this.#pictured(id)
    return known === undefined
      ? { task: id, parent: 0, group: 0, name: `task ${id}`, work: '' }
      : { task: id, parent: known.parent ?? 0, group: 0, name: known.name, work: known.functionName }
  }

  /** What «top» adds up by. */
  workOf(id: number): string {
    return topName(this.get(id))
  }
}

/**
 * The function of a task. A generator does not tell its function, so the name of its task stands for it, with
 * a # for numbers: `charge 7` is `charge #`.
 */
export function topName({ name, work }: { readonly name: string; readonly work: string }): string {
  if (work !== '' && work !== 'coroutine') return work
  return /^Task-\d+$/.test(name) ? 'coroutine' : name.replace(/\d+/g, '#')
}
