/**
 * Which tasks are in another state after a step. Only the task that was stepped, those that are ready and new
 * ones can be: so a run of many tasks that wait costs no more than one of few.
 */

import { allTasks, type Task } from '@acoro/core'
import { loopStats, type Runnable, taskFacts } from '@acoro/core/lowlevel'
import { describeError } from '../../base/text.ts'
import type { VirtualLoop } from '../../virtual/virtual-loop.ts'
import { isTask } from '../order/order.ts'
import type { Names } from './names.ts'
import type { OrderTask, TaskChange } from './order-file.ts'
import { placeOf } from './place.ts'

interface Known {
  readonly index: number
  readonly parent: number | null
  name: string | null
  /** The last state and its text. */
  told: string
}

export class TaskChanges {
  readonly #loop: VirtualLoop
  readonly #names: Names
  readonly #known = new Map<Task<unknown>, Known>()
  readonly #byNumber = new Map<number, number>()
  readonly #pending = new Set<Task<unknown>>()
  /** Where each error was thrown that a task has failed with. */
  readonly #thrownAt = new Map<unknown, string | undefined>()
  #made = -1
  #ended = -1

  constructor(loop: VirtualLoop, names: Names) {
    this.#loop = loop
    this.#names = names
  }

  /** The tasks so far. */
  get tasks(): OrderTask[] {
    return [...this.#known].map(([task, { name, parent }]) => ({ name: name ?? this.#nameOf(task), parent }))
  }

  /** The line that threw `error`, if a task has failed with it. */
  thrownAt(error: unknown): string | undefined {
    return this.#thrownAt.get(error)
  }

  indexOf(task: Task<unknown>): number {
    return this.#note(task).index
  }

  /** The index of a task by its `taskNumber`; undefined if it was not met. */
  byNumber(number: number): number | undefined {
    return this.#byNumber.get(number)
  }

  /**
   * What has changed since it was asked last. `stepped` is the task that went on, `next` the one that is
   * about to.
   */
  since(stepped: Task<unknown> | null, next: Runnable | null): TaskChange[] {
    const { tasks } = loopStats(this.#loop)
    if (tasks.made !== this.#made) {
      this.#made = tasks.made
      for (const task of allTasks(this.#loop)) this.#note(task)
    }
    const asked = new Set<Task<unknown>>()
    if (stepped !== null) asked.add(stepped)
    if (next !== null && isTask(next)) asked.add(next as unknown as Task<unknown>)
    for (const ready of this.#loop._queue) if (isTask(ready)) asked.add(ready as unknown as Task<unknown>)
    const ended = tasks.made - tasks.pending
    if (ended !== this.#ended) {
      this.#ended = ended
      for (const task of this.#pending) if (task.done()) asked.add(task)
    }
    for (const task of this.#pending) {
      // It was made in the step, and waits already: it began eagerly.
      if ((this.#known.get(task) as Known).told === '') asked.add(task)
    }
    return [...asked].flatMap((task) => this.#change(task))
  }

  #change(task: Task<unknown>): TaskChange[] {
    const known = this.#note(task)
    const { state, text } = this.#stateOf(task)
    const told = `${state} ${text}`
    if (told === known.told) return []
    known.told = told
    if (task.done()) this.#pending.delete(task)
    return [{ task: known.index, state, text }]
  }

  #stateOf(task: Task<unknown>): Pick<TaskChange, 'state' | 'text'> {
    const facts = taskFacts(task)
    if (facts.state === 'failed') {
      // To ask for the exception would count as handling it.
      const error = (task as unknown as { _outcome: unknown })._outcome
      if (!this.#thrownAt.has(error)) this.#thrownAt.set(error, placeOf(task))
      return { state: 'failed', text: describeError(error) }
    }
    if (facts.state === 'waiting')
      return { state: 'waiting', text: this.#names.numbered(facts.waits?.text ?? '') }
    return { state: facts.state === 'running' ? 'ready' : facts.state, text: null }
  }

  #note(task: Task<unknown>): Known {
    const known = this.#known.get(task)
    if (known !== undefined) return known
    const { parent, number } = taskFacts(task)
    const index = this.#known.size
    const noted = {
      index,
      parent: typeof parent === 'number' ? (this.#byNumber.get(parent) ?? null) : null,
      name: null,
      told: '',
    }
    this.#known.set(task, noted)
    this.#byNumber.set(number, index)
    this.#pending.add(task)
    return noted
  }

  /** Names are given by the first step, as in the report: before it, a task would be numbered too early. */
  name(task: Task<unknown>): string {
    const known = this.#note(task)
    known.name ??= this.#nameOf(task)
    return known.name
  }

  #nameOf(task: Task<unknown>): string {
    return this.#names.of(task as unknown as Runnable)
  }
}
