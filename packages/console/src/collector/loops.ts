/**
 * The loops of the program's thread, and the hook that says which task is being stepped.
 *
 * Loops are held weakly, and closed ones forgotten: a test runner or a hot reload makes thousands of them.
 */

import type { EventLoop, Task } from '@acoro/core'
import { onEveryLoop, type TaskHook, taskNumber } from '@acoro/core/lowlevel'
import { STEPS, TASK } from '../link/cells.ts'
import { type EventRing, makeRing } from '../link/event-ring.ts'
import { channelHook } from './channels.ts'
import { type Recorder, recorder } from './recorder.ts'

/** The slots of the ring: 4 MiB, which hold the steps of 30 ms of a program that only pauses. */
const SLOTS = 262_144

interface Watched {
  readonly id: number
  readonly reference: WeakRef<EventLoop>
  unhook: () => void
  readonly mute: () => void
}

export class Loops {
  readonly #cells: Int32Array
  readonly #live: TaskHook
  #recording: { readonly ring: EventRing; readonly recorder: Recorder } | null = null
  #hook: TaskHook
  #watched: Watched[] = []
  #count = 0
  #isOver = false

  constructor(cells: Int32Array) {
    this.#cells = cells
    this.#live = liveHook(cells)
    this.#hook = this.#live
    onEveryLoop((loop) => this.#add(loop))
  }

  /**
   * From now on all that tasks do is noted in the ring in this memory; null if it is to end, and only the
   * cells are written. If it is under way, texts are told again.
   */
  record(on: boolean, slots: number = SLOTS): SharedArrayBuffer | null {
    if (on && this.#recording !== null) {
      this.#recording.recorder.renew()
      return this.#recording.ring.memory
    }
    const ring = makeRing(slots)
    this.#recording = on ? { ring, recorder: recorder(ring, this.#cells) } : null
    this.#setHook(this.#recording?.recorder.hook ?? this.#live)
    return this.#recording?.ring.memory ?? null
  }

  #setHook(hook: TaskHook): void {
    this.#hook = hook
    for (const [, loop, watched] of [...this.#open()]) {
      watched.unhook()
      watched.unhook = loop.addHook(this.#hook)
    }
  }

  /** Those that are open, with their numbers. */
  *open(): Generator<readonly [id: number, loop: EventLoop]> {
    for (const [id, loop] of this.#open()) yield [id, loop]
  }

  *#open(): Generator<readonly [id: number, loop: EventLoop, watched: Watched]> {
    this.#watched = this.#watched.filter(({ reference }) => reference.deref()?.isClosed() === false)
    for (const watched of this.#watched) {
      const loop = watched.reference.deref()
      if (loop !== undefined) yield [watched.id, loop, watched]
    }
  }

  /** Takes the hooks back. */
  close(): void {
    this.#isOver = true
    for (const { unhook, mute } of this.#watched) {
      unhook()
      mute()
    }
    this.#watched = []
  }

  #add(loop: EventLoop): void {
    if (this.#isOver) return
    if (this.#watched.length > 0 && this.#watched.length % 64 === 0) for (const _ of this.open());
    this.#watched.push({
      id: ++this.#count,
      reference: new WeakRef(loop),
      unhook: loop.addHook(this.#hook),
      mute: loop.addHook(channelHook),
    })
  }
}

function liveHook(cells: Int32Array): TaskHook {
  // A task that starts eagerly takes its first step inside the step of the one that makes it.
  const outer: number[] = []
  const rest = (): void => {
    cells[TASK] = outer.length === 0 ? 0 : (outer.pop() as number)
  }
  return {
    taskStepped(task: Task<unknown>): void {
      if (cells[TASK] !== 0) outer.push(cells[TASK] as number)
      cells[TASK] = taskNumber(task)
      cells[STEPS]!++
    },
    taskSuspended: rest,
    taskFinished: rest,
  }
}
