/**
 * Records a run as an `OrderFile`: each step with who was ready, why it is this one, and what it changed.
 *
 * What a step has changed is read off when the next one is about to begin, because a step tells nobody of its
 * end. A choice is made before the step that it leads to, so it is kept until then.
 *
 * Assumption: it is made once, for the run that is shown. It asks tasks for their stacks, which is slow.
 */

import type { Task } from '@acoro/core'
import type { Runnable } from '@acoro/core/lowlevel'
import { describeError } from '../../base/text.ts'
import type { VirtualLoop } from '../../virtual/virtual-loop.ts'
import { isCallback, isTask, type Kind } from '../order/order.ts'
import type { Watcher } from '../order/runs.ts'
import { afterStep, happening } from './after-step.ts'
import type { Names } from './names.ts'
import type { OrderChoice, OrderFile, OrderStep } from './order-file.ts'
import { placeOf } from './place.ts'
import { PrimitiveChanges } from './primitive-changes.ts'
import { TaskChanges } from './task-changes.ts'

/** The most steps that are kept, and the most tasks that are listed as ready before each. */
const MOST_STEPS = 1000
const MOST_READY = 50

/** What is said of a run as a whole. */
export type RunFacts = Pick<OrderFile, 'program' | 'replay' | 'note'> & {
  /** What it failed with; null if it did not fail. */
  readonly failed: { readonly error: unknown } | null
}

type OpenStep = { -readonly [K in keyof OrderStep]: OrderStep[K] }

export class Recorder implements Watcher {
  readonly #loop: VirtualLoop
  readonly #names: Names
  readonly #tasks: TaskChanges
  readonly #primitives: PrimitiveChanges
  readonly #steps: OrderStep[] = []
  #more = 0
  #isOver = false
  /** The step whose changes are not read yet. */
  #open: { readonly step: OpenStep; readonly task: Task<unknown> | null } | null = null
  #choice: (OrderChoice & { readonly among: readonly Runnable[] }) | null = null
  /** The run ends with this task: what comes after it is the loop's clean-up. */
  #main: Task<unknown> | null = null
  readonly #endsWithMain: boolean

  constructor(loop: VirtualLoop, names: Names, endsWithMain: boolean) {
    this.#loop = loop
    this.#names = names
    this.#endsWithMain = endsWithMain
    this.#tasks = new TaskChanges(loop, names)
    this.#primitives = new PrimitiveChanges(names, (number) => this.#tasks.byNumber(number))
  }

  stepped(next: Runnable): void {
    this.#settle(next)
    if (this.#isOver || this.#main?.done() === true) return
    const choice = this.#choice
    if (isTask(next)) {
      const task = next as unknown as Task<unknown>
      if (this.#loop._virtual.hosts?.isEnding(task) === true) return
      if (this.#endsWithMain) this.#main ??= task
      const ready = this.#readyWith(next)
      this.#begin(
        { ...ready, what: this.#tasks.name(task), why: whyReady(choice, ready.ready.length - 1) },
        task,
      )
    } else if ('_when' in next) {
      this.#begin({ ...this.#readyWith(null), what: this.#timerText(next), why: whyTimer(choice) }, null)
    } else if (isCallback(next)) {
      const ready = this.#readyWith(null)
      this.#begin({ ...ready, what: this.#names.of(next), why: whyReady(choice, ready.ready.length) }, null)
    }
  }

  picked(candidates: readonly Runnable[], picked: number, kind: Kind): void {
    const names = candidates.map((each) =>
      kind === 'timer'
        ? this.#timerText(each)
        : isTask(each)
          ? this.#tasks.name(each as never)
          : this.#names.of(each),
    )
    this.#choice = { kind, candidates: names, picked, among: [...candidates] }
  }

  drawn(kind: Kind, place: string | Runnable, drawn: number): void {
    if (drawn === 0) return
    const inStep = kind !== 'cancel' && kind !== 'crash' && kind !== 'partition'
    // Those come between two steps, the others within one, which goes on.
    if (!inStep) this.#settle(null)
    const open = this.#open
    const [what, usual] = happening(kind, typeof place === 'string' ? place : this.#names.of(place), drawn)
    const before = this.#choice
    this.#choice = { kind, candidates: [usual, what], picked: 1, among: [] }
    this.#begin({ ready: [], moreReady: 0, what, why: 'the order has it happen here' }, null)
    this.#choice = before
    if (inStep && open !== null) this.#open = open
  }

  ended(): void {
    if (this.#isOver) return
    this.#settle(null)
    this.#isOver = true
    this.#primitives[Symbol.dispose]()
  }

  /** The recording, after its end. */
  file({ program, replay, note, failed }: RunFacts): OrderFile {
    return {
      format: 'acoro-order',
      version: 1,
      program,
      error: failed === null ? null : describeError(failed.error),
      failedAt: failed === null ? null : this.#failedAt(failed.error),
      replay,
      note,
      tasks: this.#tasks.tasks,
      primitives: this.#primitives.primitives,
      steps: this.#steps,
      more: this.#more,
    }
  }

  /**
   * The line that threw it. An error that reached the exception handler is the cause of the one that is told.
   */
  #failedAt(error: unknown): string | null {
    return this.#tasks.thrownAt(error) ?? this.#tasks.thrownAt(causeOf(error)) ?? null
  }

  #begin(about: Pick<OrderStep, 'what' | 'why' | 'ready' | 'moreReady'>, task: Task<unknown> | null): void {
    const choice = this.#choice
    this.#choice = null
    if (this.#isOver) return
    if (this.#steps.length >= MOST_STEPS) {
      this.#more++
      return
    }
    const step: OpenStep = {
      at: this.#loop.time(),
      what: about.what,
      task: task === null ? null : this.#tasks.indexOf(task),
      place: (task === null ? undefined : placeOf(task)) ?? null,
      after: null,
      ready: about.ready,
      moreReady: about.moreReady,
      why: about.why,
      choice:
        choice === null ? null : { kind: choice.kind, candidates: choice.candidates, picked: choice.picked },
      tasks: [],
      primitives: [],
    }
    this.#steps.push(step)
    this.#open = { step, task }
  }

  /** Reads off what the last step has changed. */
  #settle(next: Runnable | null): void {
    if (this.#open === null) return
    const { step, task } = this.#open
    this.#open = null
    if (task !== null) {
      step.after = this.#names.numbered(afterStep(task))
      // Before its first step a task stands nowhere.
      step.place ??= placeOf(task) ?? null
    }
    step.tasks = this.#tasks.since(task, next)
    step.primitives = this.#primitives.since()
  }

  /** The tasks that are ready before `next` runs, which is out of the queue by now. */
  #readyWith(next: Runnable | null): Pick<OrderStep, 'ready' | 'moreReady'> {
    const ready: Runnable[] = [...this.#loop._queue].filter(isTask)
    if (next !== null) {
      const choice = this.#choice
      const before = choice?.kind === 'task' ? choice.among.slice(0, choice.picked).filter(isTask).length : 0
      ready.splice(before, 0, next)
    }
    return {
      ready: ready.slice(0, MOST_READY).map((task) => this.#tasks.indexOf(task as unknown as Task<unknown>)),
      moreReady: Math.max(0, ready.length - MOST_READY),
    }
  }

  #timerText(timer: Runnable): string {
    const name = this.#names.ofTimer(timer)
    return `${name} ${name.startsWith('a packet') ? 'arrives' : 'ends'}`
  }
}

function whyReady(choice: OrderChoice | null, others: number): string {
  if (choice !== null && choice.picked !== 0) return 'the order takes it before what was first in line'
  return others === 0 && choice === null ? 'nothing else was ready' : 'first come, first served'
}

function whyTimer(choice: OrderChoice | null): string {
  if (choice === null || choice.picked === 0) return 'nothing is ready, and no timer is earlier'
  return 'nothing is ready, and the order lets this timer be the first'
}

function causeOf(error: unknown): unknown {
  try {
    return error instanceof Error ? error.cause : undefined
  } catch {
    return undefined
  }
}
