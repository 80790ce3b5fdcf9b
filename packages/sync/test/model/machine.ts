// Random programs against simple models.
//
// A machine is a primitive, the tasks that use it, and a model of what must be true of it. A program is a
// list of numbers: which of the machine's actions, with which argument. Between actions the loop runs one
// iteration now and then, or until nothing is ready, so that whatever can happen between a wake-up and the
// step of the woken task does happen: another wake-up, a cancel, a thief, a close.

import { createTask, sleep, type Task } from '@acoro/core'
import { play } from '../support/virtual.ts'

export interface Machine {
  /** What may be done, each with a number from 0 to 255 to choose with. */
  readonly actions: readonly ((argument: number) => void)[]
  /** Holds after every action. */
  check(): void
  /** Holds when nothing is ready: whoever waits has to. */
  checkAtRest(): void
}

/** One action: its number and its argument. */
export type Program = readonly (readonly [which: number, argument: number])[]

/** Runs a program; gives the number of steps. */
export function runProgram(make: () => Machine, program: Program): number {
  play(function* () {
    const machine = make()
    const { actions } = machine
    for (const [which, argument] of program) {
      const action = which % (actions.length + 3)
      if (action < actions.length) actions[action]!(argument)
      else if (action < actions.length + 2) yield undefined
      else {
        yield* sleep(1)
        machine.checkAtRest()
      }
      machine.check()
    }
    yield* sleep(1)
    machine.checkAtRest()
  })
  return program.length
}

/** The tasks of a machine, in the order they were started; those that are done are forgotten. */
export class Tasks<T> {
  #entries: { readonly task: Task<unknown>; readonly tag: T }[] = []

  start(body: Generator<undefined, unknown, unknown> | object, tag: T): void {
    const task = createTask(body as Parameters<typeof createTask>[0])
    this.#entries.push({ task, tag })
  }

  /** The tags of those that are not done. */
  get live(): T[] {
    this.#entries = this.#entries.filter(({ task }) => {
      if (!task.done()) return true
      if (!task.cancelled() && task.exception() !== undefined) throw task.exception()
      return false
    })
    return this.#entries.map(({ tag }) => tag)
  }

  /** Cancels one of those that are not done; gives its tag. */
  cancel(argument: number): T | undefined {
    const { length } = this.live
    const entry = this.#entries[argument % Math.max(1, length)]
    entry?.task.cancel()
    return entry?.tag
  }
}

export function mustHold(condition: boolean, what: string): void {
  if (!condition) throw new Error(`Does not hold: ${what}`)
}
