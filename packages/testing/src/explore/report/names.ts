/** What to call tasks, timers and callbacks in reports: the same in every run, and in every process. */

import { captureCallGraph, type Future, type Handle, type Task } from '@acoro/core'
import type { Runnable } from '@acoro/core/lowlevel'
import { timerLabel } from '../../base/timer-label.ts'
import type { VirtualLoop } from '../../virtual/virtual-loop.ts'
import { Together } from '../order/late-timers.ts'
import { isTask } from '../order/order.ts'
import type { ArgumentLabels } from './argument-labels.ts'

interface NamedTask {
  readonly name: string
  readonly coro: { readonly functionName: string }
}

export class Names {
  readonly #loop: VirtualLoop
  readonly #numbers = new Map<Runnable, number>()
  readonly #byName = new Map<string, number>()
  readonly #labels: ArgumentLabels | null
  readonly #labelOf = new Map<Runnable, string>()

  constructor(loop: VirtualLoop, labels: ArgumentLabels | null = null) {
    this.#loop = loop
    this.#labels = labels
  }

  /** The number of a task, from 1, by its first step. */
  numberOf(task: Runnable): number {
    const known = this.#numbers.get(task)
    if (known !== undefined) return known
    const number = this.#numbers.size + 1
    this.#numbers.set(task, number)
    this.#byName.set((task as unknown as NamedTask).name, number)
    // Now, because a coroutine that has ended tells nothing.
    if (this.#labels !== null) this.#labelOf.set(task, this.#labels.of(task))
    return number
  }

  /** A text with default names of tasks, whose numbers continue from run to run. */
  numbered(text: string): string {
    return text.replace(/\bTask-\d+\b/g, (name) => {
      const number = this.#byName.get(name)
      return number === undefined ? name : `task ${number}`
    })
  }

  /** A task, or a callback. */
  of(runnable: Runnable): string {
    if (!isTask(runnable)) return this.#loop._globals?.labelOf(runnable) ?? 'a callback'
    const { name, coro } = runnable as unknown as NamedTask
    const number = this.numberOf(runnable)
    // The numbers in default names continue from run to run.
    const text = /^Task-\d+$/.test(name)
      ? `task ${number} (${coro.functionName}${this.#labelOf.get(runnable) ?? ''})`
      : name
    const host = this.#loop._virtual.hosts?.hostOf(runnable as unknown as Task<unknown>)
    return host === undefined || host === name ? text : `${host}: ${text}`
  }

  /** A timer. A sleep is named by the tasks that sleep. */
  ofTimer(timer: Runnable): string {
    const together = timer as unknown
    if (together instanceof Together) {
      return together.timers.map((each) => this.ofTimer(each as unknown as Runnable)).join(' together with ')
    }
    if (!('when' in timer)) {
      const sleepers = captureCallGraph(timer as unknown as Future<unknown>, { limit: 0 })?.awaitedBy ?? []
      if (sleepers.length > 0) {
        const names = sleepers.map(({ future }) => this.of(future as unknown as Runnable))
        return `the sleep of ${names.join(', ')}`
      }
    }
    return (
      this.#loop._globals?.labelOf(timer) ??
      labelOf(timer) ??
      `a timer of ${(timer as unknown as { _when: number })._when} ms`
    )
  }
}

/** A packet of a network in memory says what it is. */
function labelOf(timer: Runnable): string | undefined {
  return 'getContext' in timer ? (timer as unknown as Handle).getContext().get(timerLabel) : undefined
}
