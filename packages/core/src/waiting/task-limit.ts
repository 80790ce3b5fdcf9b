/**
 * How many tasks of a group run at a time. The others are tasks already, and wait for their turn in a line.
 *
 *   queued --a task ends--> its turn --runs--> running --ends--> ended
 *      \--cancelled, the group shuts down--> ended: its coroutine is closed
 *
 * Whose turn it is was decided when the task was made, so the line is the order of `createTask`. A task has
 * its place as long as its turn has come and it has not ended, whether it has begun or not.
 */

import { hiddenField } from '../base/hidden-field.ts'
import { MemberList, type Membership } from '../base/member-list.ts'
import type { Coroutine, CoroutineLike } from '../coroutine/coroutine.ts'
import { Frame } from '../coroutine/frame.ts'
import { toCoroutine } from '../coroutine/to-coroutine.ts'
import type { Suspension } from '../future/future.ts'
import { type Parked, WaitQueue } from '../parking/wait-queue.ts'
import type { Task } from '../task/task.ts'

/** The seat of each task whose group has a limit. */
const seats = hiddenField<Task<unknown>, Seat>()

/** The place of a task in line, if it had to queue, and then among those that have their turn. */
class Seat {
  parked: Parked<void, Seat> | null = null
  /** Set at once after it is made. */
  task: Task<unknown> | null = null
  #running: Membership<Task<unknown>> | null = null
  #queued: Coroutine<unknown> | null = null

  /** Stands in `line`. Returns what its task has to run. */
  queue(line: WaitQueue<void, Seat>, coro: Coroutine<unknown>): Generator<Suspension, unknown, unknown> {
    this.parked = line.park(this)
    this.#queued = coro
    return this.#run(this.parked, coro)
  }

  *#run(parked: Parked<void, Seat>, coro: Coroutine<unknown>): Generator<Suspension, unknown, unknown> {
    yield* parked
    this.#queued = null
    return yield* coro
  }

  begin(running: MemberList<Task<unknown>>): void {
    this.#running = running.add(this.task as Task<unknown>)
  }

  /** Its task has ended. Returns whether it had its turn. */
  end(): boolean {
    const { parked } = this
    parked?.remove()
    this.#queued?.close()
    return this.#running?.leave() === true
  }
}

export class TaskLimit {
  readonly #limit: number
  #running = 0
  /** Those that have their turn, for reports. */
  readonly #tasks: MemberList<Task<unknown>> = new MemberList()
  readonly #line: WaitQueue<void, Seat> = new WaitQueue<void, Seat>({
    describe: () => `its turn in a TaskGroup (${this})`,
    holders: () => this.#tasks,
    // `ended` lets the next one in, once this one has.
    onReturned: () => {},
  })

  constructor(limit: number) {
    this.#limit = limit
  }

  /** Makes a task of `coro` with `make`. It runs now, or when its turn comes. */
  add<T>(coro: CoroutineLike<T>, make: (coro: CoroutineLike<T>) => Task<T>): Task<T> {
    const seat = new Seat()
    if (this.#running < this.#limit) {
      this.#seat(make(coro) as Task<unknown>, seat).begin(this.#tasks)
      this.#running++
      return seat.task as Task<T>
    }
    const root = toCoroutine(coro)
    const frame = new Frame<T>(seat.queue(this.#line, root as Coroutine<unknown>) as never, {
      name: root.functionName,
    })
    try {
      return this.#seat(make(frame) as Task<unknown>, seat).task as Task<T>
    } catch (error) {
      frame.close()
      // Its options are wrong: a place in the line that nobody takes would hold up the others.
      seat.end()
      throw error
    }
  }

  #seat(task: Task<unknown>, seat: Seat): Seat {
    seat.task = task
    seats.set(task, seat)
    return seat
  }

  /** A task of the group has ended: the next one has its turn. */
  ended(task: Task<unknown>): void {
    const seat = seats.get(task)
    seats.set(task, null)
    if (seat?.end() !== true) return
    const next = this.#line.first
    if (next === undefined) this.#running--
    else {
      next.request.begin(this.#tasks)
      this.#line.wakeOne()
    }
  }

  toString(): string {
    return `${this.#running} of ${this.#limit} running, ${this.#line.size} queued`
  }
}
