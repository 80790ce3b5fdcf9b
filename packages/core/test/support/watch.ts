/**
 * Looks at a whole loop between any two of its handles.
 *
 * Between two handles nothing is half done, so every invariant of the design must hold there. The ready queue
 * is the place to look from: a loop takes one as an option, and asks it for each handle. Timers and tasks are
 * seen as they are made. So the test can compare what it knows with what the loop knows.
 */

import { allTasks, type EventLoop, isFuture, newEventLoop, Task } from '@acoro/core'
import { nextDue, Ring, type Runnable } from '@acoro/core/lowlevel'
import { drive, TestHost } from './virtual.ts'

const MOST_HANDLES = 100_000

class WatchedRing extends Ring<Runnable> {
  before: () => void = () => {}

  override shift(): Runnable {
    this.before()
    return super.shift()
  }

  *[Symbol.iterator](): Generator<Runnable> {
    for (let index = 0; index < this.length; index++) yield this.at(index) as Runnable
  }
}

/** The part of a loop's timer that a test looks at. */
interface SeenTimer {
  _isLive(): boolean
  readonly _sequence: number
}

export class Watch {
  readonly host: TestHost = new TestHost()
  readonly loop: EventLoop
  /** All tasks that were made, in order. */
  readonly tasks: Task<unknown>[] = []
  /** The messages that the exception handler got. */
  readonly reports: string[] = []
  /** Called before each handle. */
  beforeEach: () => void = () => {}
  readonly #ring = new WatchedRing()
  readonly #timers: SeenTimer[] = []
  #handles = 0

  constructor() {
    this.loop = newEventLoop({ host: this.host, ready: this.#ring })
    const { loop } = this
    this.#ring.before = () => {
      if (++this.#handles > MOST_HANDLES) throw new Error('the program does not come to an end')
      this.beforeEach()
    }
    loop.setExceptionHandler((_, { message, exception }) => this.reports.push(`${message}: ${exception}`))
    loop.setTaskFactory((_loop, coro, options) => {
      const task = new Task(coro, { ...options, loop })
      this.tasks.push(task as Task<unknown>)
      return task
    })
    const addTimer = loop._addTimer.bind(loop)
    loop._addTimer = (timer) => {
      this.#timers.push(timer)
      addTimer(timer)
    }
  }

  /** Timers that will fire. */
  liveTimers(): SeenTimer[] {
    return this.#timers.filter((timer) => timer._isLive() && timer._sequence !== -1)
  }

  /** The handles that are scheduled. */
  scheduled(): Runnable[] {
    return [...this.#ring]
  }

  /** The tasks that the loop should know. */
  pending(): Task<unknown>[] {
    return this.tasks.filter((task) => !task.done())
  }

  /**
   * Invariant: between two handles a pending task either waits for one unsettled thing or has one step
   * scheduled. A future that is done has scheduled the tasks that waited for it, so a task that it woke
   * counts as scheduled.
   */
  checkTasks(): void {
    const scheduled = new Map<unknown, number>()
    for (const handle of this.#ring) scheduled.set(handle, (scheduled.get(handle) ?? 0) + 1)
    for (const task of this.tasks) {
      const steps = scheduled.get(task) ?? 0
      const waitsFor = task._waitsFor
      if (task.done()) {
        if (steps !== 0) throw new Error(`${task} is done and has ${steps} steps scheduled`)
      } else if (waitsFor !== null && waitsFor._status === 0) {
        const waiters = isFuture(waitsFor) ? waitsFor._waiterList() : [task]
        const entries = waiters.filter((waiter) => waiter === task).length
        if (steps !== 0 || entries !== 1) {
          throw new Error(`${task} waits ${entries} times and has ${steps} steps scheduled`)
        }
      } else if (steps !== 1) throw new Error(`${task} waits for nothing and has ${steps} steps scheduled`)
    }
    const known = allTasks(this.loop)
    const pending = this.pending()
    if (known.size !== pending.length || pending.some((task) => !known.has(task))) {
      throw new Error(`allTasks() is [${[...known].join(', ')}], pending are [${pending.join(', ')}]`)
    }
  }

  /** Runs a task to its end, or until nothing is left to do. */
  run(task: Task<unknown>): void {
    this.loop.runUntilComplete(task).catch(() => {})
    drive(this.loop, this.host)
  }

  /** Throws if a task is pending or a timer is left. */
  checkQuiet(): void {
    const left = [...this.pending(), ...this.liveTimers()].map(String)
    if (nextDue(this.loop) !== Infinity) left.push('a timer in the heap')
    if (left.length > 0) throw new Error(`left behind: ${left.join(', ')}`)
  }
}
