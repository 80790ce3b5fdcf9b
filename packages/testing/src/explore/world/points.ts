/**
 * Places of a program at which an exploration decides what happens: a fault, a cancellation.
 *
 * Outside of an exploration they do nothing, so they may stand in the doubles of a database or a queue that
 * all tests use.
 */

import { type EventLoop, getEventLoop, Task } from '@acoro/core'
import { describeValue, type Runnable, runningLoop } from '@acoro/core/lowlevel'
import type { Chances } from '../../virtual/chances.ts'
import type { VirtualLoop } from '../../virtual/virtual-loop.ts'

/**
 * A place that may fail. In some of the orders that `explore` tries, it throws `error`, or an Error that
 * names the place. Outside of an exploration it does nothing.
 *
 * @example
 * ```ts
 * const main = function* () {
 *   const rows: string[] = []
 *   const insert = function* (row: string) {
 *     fault('db')
 *     rows.push(row)
 *   }
 *   try {
 *     yield* insert('debit')
 *     yield* insert('credit')
 *   } catch {}
 *   if (rows.length === 1) throw new Error(`half a transfer: ${rows}`)
 * }
 * explore({}, main) // throws OrderError: … half a transfer: debit…
 * replay('', main) // => undefined
 * ```
 */
export function fault(place: string, error?: unknown): void {
  if (typeof place !== 'string' || place === '')
    throw new TypeError(`Expected the name of a place that may fail, got ${describeValue(place)}`)
  const chances = chancesInForce()
  if (chances === null || chances.draw('fault', place, 2) === 0) return
  throw error ?? new Error(`fault at ${place}`)
}

/**
 * The task may be cancelled at any moment. `explore` tries every moment between two steps of the program
 * until the task is done, and no cancellation at all. Outside of an exploration it does nothing.
 *
 * @example
 * ```ts
 * import { createTask, gather, sleep } from '@acoro/core'
 *
 * const main = function* () {
 *   let free = 1
 *   const use = function* () {
 *     free--
 *     yield* sleep(10)
 *     free++
 *   }
 *   const using = createTask(use())
 *   mayCancel(using)
 *   yield* gather([using], { returnExceptions: true })
 *   if (free !== 1) throw new Error('a permit was lost')
 * }
 * explore({}, main) // throws OrderError: … a permit was lost…
 * ```
 */
export function mayCancel(task: Task<unknown>, message?: string): void {
  if (!(task instanceof Task)) throw new TypeError(`Expected a task, got ${describeValue(task)}`)
  if (message !== undefined && typeof message !== 'string')
    throw new TypeError(`Expected the message of a cancellation, a string, got ${describeValue(message)}`)
  chancesOf(task.getLoop())?.mayHappen({
    kind: 'cancel',
    what: task as unknown as Runnable,
    isOver: () => task.done(),
    concerns: () => true,
    strike: () => void task.cancel(message),
  })
}

function chancesInForce(): Chances | null {
  const running = runningLoop()
  if (running !== null) return chancesOf(running)
  // Code of promises runs outside of its loop, which is the default one then: see installGlobals.
  return 'clock' in globalThis.setTimeout ? chancesOf(getEventLoop()) : null
}

function chancesOf(loop: EventLoop): Chances | null {
  return (loop as Partial<VirtualLoop>)._chances ?? null
}
