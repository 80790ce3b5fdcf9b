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
import { type Parked, WaitQueue } from '../parking/wait-queue.ts'
import type { Task } from '../task/task.ts'

/** A task that had to queue. */
class Queued {
  readonly parked: Parked<void, void>
  readonly #coro: Coroutine<unknown>
  #hasBegun = false

  constructor(parked: Parked<void, void>, coro: Coroutine<unknown>) {
    this.parked = parked
    this.#coro = coro
  }

  *run(): Generator<Suspension, unknown, unknown> {
    yield* this.parked
    this.#hasBegun = true
    return yield* this.#coro
  }

  get hadItsTurn(): boolean {
    return this.parked.done() && !this.parked.cancelled()
  }

  /** Its task has ended. */
  end(): void {
    this.parked.remove()
    if (!this.#hasBegun) this.#coro.close()
  }
}

export class TaskLimit {
  readonly #limit: number
  #running = 0
  /** Those that have their turn, for reports. */
  readonly #tasks: Set<Task<unknown>> = new Set()
  readonly #queued: Map<Task<unknown>, Queued> = new Map()
  readonly #line: WaitQueue = new WaitQueue({
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
    if (this.#running < this.#limit) {
      const task = make(coro)
      this.#running++
      this.#tasks.add(task as Task<unknown>)
      return task
    }
    const root = toCoroutine(coro)
    const queued = new Queued(this.#line.park(), root as Coroutine<unknown>)
    const frame = new Frame<T>(queued.run() as never, { name: root.functionName })
    let task: Task<T>
    try {
      task = make(frame)
    } catch (error) {
      frame.close()
      // Its options are wrong: a place in the line that nobody takes would hold up the others.
      queued.end()
      throw error
    }
    this.#queued.set(task as Task<unknown>, queued)
    return task
  }

  /** A task of the group has ended: the next one has its turn. */
  ended(task: Task<unknown>): void {
    const queued = this.#queued.get(task)
    this.#queued.delete(task)
    this.#tasks.delete(task)
    queued?.end()
    if (queued !== undefined && !queued.hadItsTurn) return
    const next = this.#line.first
    if (next === undefined) this.#running--
    else {
      for (const [task, { parked }] of this.#queued) if (parked === next) this.#tasks.add(task)
      this.#line.wakeOne()
    }
  }

  toString(): string {
    return `${this.#running} of ${this.#limit} running, ${this.#line.size} queued`
  }
}
