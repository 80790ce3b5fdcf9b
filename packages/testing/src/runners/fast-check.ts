/**
 * Orders of tasks as an arbitrary of fast-check, for properties that draw their input, too.
 *
 * fast-check shrinks an order towards fewer and smaller choices, that is, towards the order of the loop
 * itself.
 */

import { checkOptions } from '@acoro/core/lowlevel'
import { type Arbitrary, array, nat } from 'fast-check'
import { checkCount, checkFunction } from '../base/checks.ts'
import { ORDER_OPTIONS, type OrderOptions, replay } from '../explore/explore.ts'
import type { Explored, ExploredAsync } from '../explore/explorer.ts'
import { listed } from '../explore/order/written-order.ts'

/** An order of tasks that programs can run under. */
export class Schedule {
  /** The order as `replay` takes it. */
  readonly order: string
  readonly #choices: readonly number[]

  /** @internal */
  constructor(choices: readonly number[]) {
    this.#choices = choices
    this.order = listed(choices)
  }

  /**
   * Runs `main` on a VirtualLoop under this order, as `replay` does. Returns its result, or throws its error.
   */
  run<T>(main: ExploredAsync<T>, options?: OrderOptions): Promise<T>
  run<T>(main: Explored<T>, options?: OrderOptions): T
  run<T>(main: Explored<T> | ExploredAsync<T>, options: OrderOptions = {}): T | Promise<T> {
    checkFunction(main, 'the program to run')
    checkOptions(options, 'schedule.run()', ORDER_OPTIONS)
    return replay(listed(this.#choices), main as Explored<T>, options)
  }

  toString(): string {
    return `replay('${this.order}', main)`
  }
}

export interface ScheduleConstraints {
  /** The most choices that differ from the order of the loop; 100 by default. */
  maxLength?: number | undefined
  /** The most tasks to choose among; 8 by default. */
  maxTasks?: number | undefined
}

/**
 * An arbitrary of orders of tasks.
 *
 * @example
 * ```ts
 * import { gather, sleep } from '@acoro/core'
 * import { schedules } from '@acoro/testing/fast-check'
 * import fc from 'fast-check'
 *
 * const log: string[] = []
 * const main = (names: string[]) =>
 *   function* () {
 *     const seen: string[] = []
 *     const say = function* (name: string) {
 *       yield* sleep(0)
 *       seen.push(name)
 *     }
 *     yield* gather(names.map(say))
 *     if (seen.length !== names.length) throw new Error('one is missing')
 *   }
 * fc.assert(fc.property(schedules(), fc.array(fc.string()), (schedule, names) => schedule.run(main(names))))
 * ```
 */
export function schedules(constraints: ScheduleConstraints = {}): Arbitrary<Schedule> {
  checkOptions(constraints, 'schedules()', { maxLength: 'count', maxTasks: checkCount })
  const { maxLength = 100, maxTasks = 8 } = constraints
  return array(nat({ max: maxTasks - 1 }), { maxLength }).map((choices) => new Schedule(choices))
}
