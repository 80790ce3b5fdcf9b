/**
 * The loops of the program's thread, and the hook that says which task is being stepped.
 *
 * Loops are held weakly, and closed ones forgotten: a test runner or a hot reload makes thousands of them.
 */

import type { EventLoop, Task } from '@acoro/core'
import { onEveryLoop, type TaskHook, taskNumber } from '@acoro/core/lowlevel'
import { STEPS, TASK } from '../link/cells.ts'

interface Watched {
  readonly id: number
  readonly reference: WeakRef<EventLoop>
  readonly unhook: () => void
}

export class Loops {
  readonly #hook: TaskHook
  #watched: Watched[] = []
  #count = 0
  #isOver = false

  constructor(cells: Int32Array) {
    const rest = (): void => {
      cells[TASK] = 0
    }
    this.#hook = {
      taskStepped(task: Task<unknown>): void {
        cells[TASK] = taskNumber(task)
        cells[STEPS]!++
      },
      taskSuspended: rest,
      taskFinished: rest,
    }
    onEveryLoop((loop) => this.#add(loop))
  }

  /** Those that are open, with their numbers. */
  *open(): Generator<readonly [id: number, loop: EventLoop]> {
    this.#watched = this.#watched.filter(({ reference }) => reference.deref()?.isClosed() === false)
    for (const { id, reference } of this.#watched) {
      const loop = reference.deref()
      if (loop !== undefined) yield [id, loop]
    }
  }

  /** Takes the hooks back. */
  close(): void {
    this.#isOver = true
    for (const { unhook } of this.#watched) unhook()
    this.#watched = []
  }

  #add(loop: EventLoop): void {
    if (this.#isOver) return
    if (this.#watched.length > 0 && this.#watched.length % 64 === 0) for (const _ of this.open());
    this.#watched.push({
      id: ++this.#count,
      reference: new WeakRef(loop),
      unhook: loop.addHook(this.#hook),
    })
  }
}
