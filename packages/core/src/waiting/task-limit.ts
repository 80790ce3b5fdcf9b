/**
 * How many tasks of a group run at a time. The others are tasks already, and wait for their turn in a line.
 *
 *   queued --a task ends--> its turn --runs--> running --ends--> ended
 *      \--cancelled, the group shuts down--> ended: its coroutine is closed
 *
 * Whose turn it is was decided when the task was made, so the line is the order of `createTask`. A task has
 * its place as long as its turn has come and it has not ended, whether it has begun or not.
 */

import type { Coroutine, CoroutineLike } from '../coroutine/coroutine.ts'
import { Frame } from '../coroutine/frame.ts'
import { toCoroutine } from '../coroutine/to-coroutine.ts'
import type { Suspension } from '../future/future.ts'
import { ChildWaiter, type Joint } from '../parking/joint.ts'
import { type Parked, WaitQueue } from '../parking/wait-queue.ts'
import type { Task } from '../task/task.ts'

/** The place of a task in line, if it had to queue, and then among those that have their turn. */
class Seat implements Joint {
  readonly #limit: TaskLimit
  readonly #coro: Coroutine<unknown> | null
  readonly #parked: Parked<void, Seat> | null
  #hasBegun = false
  /** Set at once after it is made. */
  task: Task<unknown> | null = null
  /** Where it stands among those that have their turn; -1 before. */
  at = -1

  /** With a coroutine it stands in `line`. */
  constructor(limit: TaskLimit, line: WaitQueue<void, Seat>, coro: Coroutine<unknown> | null) {
    this.#limit = limit
    this.#coro = coro
    this.#parked = coro === null ? null : line.park(this)
  }

  *run(): Generator<Suspension, unknown, unknown> {
    yield* this.#parked as Parked<void, Seat>
    this.#hasBegun = true
    return yield* this.#coro as Coroutine<unknown>
  }

  leave(): void {
    this.#parked?.remove()
    if (!this.#hasBegun) this.#coro?.close()
  }

  _childEnded(): void {
    this.#limit._ended(this)
  }
}

export class TaskLimit {
  readonly #limit: number
  /** Those that have their turn. */
  readonly #running: Seat[] = []
  readonly #line: WaitQueue<void, Seat> = new WaitQueue<void, Seat>({
    describe: () => `its turn in a TaskGroup (${this})`,
    holders: () => this.#running.map(({ task }) => task as Task<unknown>),
    // `_ended` lets the next one in, once this one has.
    onReturned: () => {},
  })

  constructor(limit: number) {
    this.#limit = limit
  }

  /** Makes a task of `coro` with `make`. It runs now, or when its turn comes. */
  add<T>(coro: CoroutineLike<T>, make: (coro: CoroutineLike<T>) => Task<T>): Task<T> {
    if (this.#running.length < this.#limit) {
      const task = make(coro)
      const seat = new Seat(this, this.#line, null)
      this.#give(seat, task as Task<unknown>)
      this.#begin(seat)
      return task
    }
    const root = toCoroutine(coro)
    const seat = new Seat(this, this.#line, root as Coroutine<unknown>)
    const frame = new Frame<T>(seat.run() as never, { name: root.functionName })
    try {
      const task = make(frame)
      this.#give(seat, task as Task<unknown>)
      return task
    } catch (error) {
      frame.close()
      // Its options are wrong: a place in the line that nobody takes would hold up the others.
      seat.leave()
      throw error
    }
  }

  #give(seat: Seat, task: Task<unknown>): void {
    seat.task = task
    task._addWaiter(new ChildWaiter(seat, task))
  }

  #begin(seat: Seat): void {
    seat.at = this.#running.push(seat) - 1
  }

  /** @internal Its task has ended: the next one has its turn. */
  _ended(seat: Seat): void {
    seat.leave()
    if (seat.at < 0) return
    const last = this.#running.pop() as Seat
    if (last !== seat) {
      this.#running[seat.at] = last
      last.at = seat.at
    }
    const next = this.#line.first
    if (next === undefined) return
    this.#begin(next.request)
    this.#line.wakeOne()
  }

  toString(): string {
    return `${this.#running.length} of ${this.#limit} running, ${this.#line.size} queued`
  }
}
