/**
 * What happens in a run that fails, one line a switch: which task goes on where, what it waits for then, and
 * what would have been next by itself.
 *
 *   > 10 ms  task 2 (deposit)  waits for sleep until 20 ms, instead of task 1 (deposit)  bank.ts:8
 *
 * Assumption: it is made once, for the run that is shown. It asks tasks for their stacks, which is slow.
 */

import type { Task } from '@acoro/core'
import type { Runnable } from '@acoro/core/lowlevel'
import type { VirtualLoop } from '../../virtual/virtual-loop.ts'
import { isTask, type Kind } from '../order/order.ts'
import type { Watcher } from '../order/runs.ts'
import { afterStep, happening } from './after-step.ts'
import { ArgumentLabels } from './argument-labels.ts'
import { Names } from './names.ts'
import { placeOf, shortened } from './place.ts'

/** A task goes on, a timer fires, a fault happens. */
export interface ReportedStep {
  /** ms of virtual time. */
  readonly at: number
  /** What goes on: the name of a task or of a timer; for a fault, its place. */
  readonly what: string
  /** The number of the task, from 1 by its first step; undefined if it is none. */
  readonly task: number | undefined
  /** Where it goes on, as `file:line`. */
  readonly place: string | undefined
  /** What the task does then: it waits for something, or it ends. */
  readonly after: string | undefined
  /** What would have been next by itself, if something else is. */
  readonly instead: string | undefined
}

/** The most steps that are kept. */
const MOST_STEPS = 1000

interface OpenStep {
  at: number
  what: string
  task: number | undefined
  place: string | undefined
  after: string | undefined
  instead: string | undefined
}

export class Report implements Watcher {
  readonly steps: ReportedStep[] = []
  /** How many steps were left out, because there were too many. */
  more = 0
  readonly #loop: VirtualLoop
  readonly #labels = new ArgumentLabels()
  /** What it calls tasks: whatever else tells of the run should call them the same. */
  readonly names: Names
  #running: { readonly task: Task<unknown>; readonly step: OpenStep } | null = null
  #instead: string | undefined
  /** The task of the program. What comes after its end is the loop's clean-up. */
  #main: Task<unknown> | null = null

  constructor(loop: VirtualLoop) {
    this.#loop = loop
    this.names = new Names(loop, this.#labels)
  }

  stepped(next: Runnable): void {
    this.#settle()
    if (this.#main?.done() === true) return
    const instead = this.#instead
    this.#instead = undefined
    const what = this.names.of(next)
    if (!isTask(next)) {
      // The callbacks of futures and the like are of no interest, unless they come early.
      if (what === 'a callback' && instead === undefined) return
      this.#add({ ...this.#now(what), instead })
      return
    }
    const task = next as unknown as Task<unknown>
    if (this.#loop._virtual.hosts?.isEnding(task) === true) return
    this.#main ??= task
    // A program that spins has more steps than anybody reads, and to ask each for its place would take
    // minutes.
    if (this.steps.length >= MOST_STEPS) {
      this.more++
      return
    }
    const step = {
      at: this.#loop.time(),
      what,
      task: this.names.numberOf(next),
      place: placeOf(task),
      after: undefined,
      instead,
    }
    this.#add(step)
    this.#running = { task, step }
  }

  picked(candidates: readonly Runnable[], picked: number, kind: Kind): void {
    // In the order of the queue, which is that of their making.
    if (kind === 'task') for (const each of candidates) if (isTask(each)) this.names.numberOf(each)
    if (picked === 0) return
    const usual = candidates[0] as Runnable
    if (kind === 'task') {
      this.#instead = this.names.of(usual)
      return
    }
    this.#settle()
    const timer = this.#now(this.names.ofTimer(candidates[picked] as Runnable))
    const instead = this.#now(this.names.ofTimer(usual)).what
    this.#add({
      ...timer,
      what: `${timer.what} ${timer.what.startsWith('a packet') ? 'arrives' : 'ends'}`,
      instead,
    })
  }

  drawn(kind: Kind, place: string | Runnable, drawn: number): void {
    if (drawn === 0) return
    const what = typeof place === 'string' ? place : this.names.of(place)
    const step = (text: string, instead: string) => this.#add({ ...this.#now(text), instead })
    step(...happening(kind, what, drawn))
  }

  ended(): void {
    this.#settle()
    this.#labels[Symbol.dispose]()
  }

  /** Notes what the task that ran last does now. */
  #settle(): void {
    if (this.#running === null) return
    const { task, step } = this.#running
    this.#running = null
    step.after = this.names.numbered(afterStep(task))
    // Before its first step a task stands nowhere.
    step.place ??= placeOf(task)
  }

  /** A step of what is no task. The name of a timer may end with its place. */
  #now(name: string): OpenStep {
    const [, what = name, place] = /^(.*) set in .*\((.*):\d+\)$/.exec(name) ?? []
    return {
      at: this.#loop.time(),
      what,
      task: undefined,
      place: place === undefined ? undefined : shortened(place),
      after: undefined,
      instead: undefined,
    }
  }

  #add(step: OpenStep): void {
    if (this.steps.length < MOST_STEPS) this.steps.push(step)
    else this.more++
  }
}
