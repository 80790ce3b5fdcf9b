/**
 * The worker's end of the line to the program's thread. That thread answers a question when it has time, and
 * not at all while it is blocked, so each question has a time limit.
 */

import type { MessagePort } from 'node:worker_threads'
import type { Answers, QuestionName, Questions, Save, TaskColumns, Told } from '../../link/messages.ts'

/** The program's thread did not answer in time. */
export class NoAnswer extends Error {}

interface Pending {
  readonly since: number
  readonly resolve: (answer: unknown) => void
  readonly reject: (error: Error) => void
  readonly onTasks: ((columns: TaskColumns) => void) | undefined
}

export class ProgramLink {
  readonly #port: MessagePort
  readonly #pending = new Map<number, Pending>()
  #number = 0
  /** When the last message came, by the worker's clock; -Infinity before the first. */
  heardAt: number = -Infinity

  /** Is called when the program wants its recording to be saved, because it ends. */
  onSave: ((save: Save) => void) | undefined

  constructor(port: MessagePort) {
    this.#port = port
    port.on('message', (told: Told) => this.#hear(told))
  }

  /**
   * Since when an answer is due and nothing was heard, by the worker's clock; null if none is due. Time in
   * which slices of a survey came does not count.
   */
  get dueSince(): number | null {
    const [first] = this.#pending.values()
    return first === undefined ? null : Math.max(first.since, this.heardAt)
  }

  /**
   * Asks, and gives up after `limit` ms with NoAnswer; null: never. An answer that comes later is dropped.
   */
  ask<N extends QuestionName>(
    name: N,
    question: Questions[N],
    limit: number | null,
    onTasks?: (columns: TaskColumns) => void,
  ): Promise<Answers[N]> {
    const number = ++this.#number
    return new Promise((resolve, reject) => {
      const refuse = (): void =>
        reject(new NoAnswer('The program did not answer in time: its thread is busy'))
      const late = limit === null ? undefined : setTimeout(refuse, limit)
      const settled = <T>(settle: (value: T) => void) => {
        return (value: T): void => {
          clearTimeout(late)
          settle(value)
        }
      }
      this.#pending.set(number, {
        since: performance.now(),
        resolve: settled(resolve as (answer: unknown) => void),
        reject: settled(reject),
        onTasks,
      })
      this.#port.postMessage({ number, name, question })
    })
  }

  #hear(told: Told): void {
    this.heardAt = performance.now()
    if (told.kind === 'save') {
      this.onSave?.(told)
      return
    }
    const pending = this.#pending.get(told.number)
    if (pending === undefined) return
    if (told.kind === 'tasks') {
      pending.onTasks?.(told.columns)
      return
    }
    this.#pending.delete(told.number)
    if (told.kind === 'answer') pending.resolve(told.answer)
    else pending.reject(new Error(told.why))
  }
}
