/**
 * Notes what tasks do in a ring, while somebody wants to know it. One reading of the clock a step: the end of
 * a step is the beginning of the next one. Only the last step of a turn needs a reading of its own, in a
 * microtask that runs when the turn is over.
 *
 * What waits wait for is described once the turn is over, for waits that still last. Most do not.
 */

import { performance } from 'node:perf_hooks'
import type { Task } from '@acoro/core'
import { type TaskHook, taskFacts, taskNumber, waitingSince } from '@acoro/core/lowlevel'
import { cutText } from '../base/shown-text.ts'
import { STEPS, TASK } from '../link/cells.ts'
import { type EventRing, GOES_ON, MADE, REST, STEP, TEXT, WAITS, WOKEN } from '../link/event-ring.ts'
import { functionName } from './function-name.ts'
import { stackOf } from './stack-of.ts'
import { waitKey } from './wait-key.ts'

/** The most waits that are described after one turn. */
const MOST_DESCRIBED = 32
/** The most texts; further ones are unknown. */
const MOST_TEXTS = 20_000
/** The shortest time between two looks at a stack, in ms: one takes 25 µs. */
const STACK_EVERY = 2

// Outcomes, by their places in OUTCOMES.
const PAUSED = 1 << 8
const WAITED = 2 << 8
const ENDED = { returned: 3 << 8, failed: 4 << 8, cancelled: 5 << 8 }
/** By their places in WAKERS. */
const CODES = { timer: 1, callback: 2, outside: 3 }

export interface Recorder {
  readonly hook: TaskHook
  /** Texts are told again: the reader may have lost them. */
  renew(): void
}

/** One function with all state in its variables: fields would be looked up at each step. */
export function recorder(ring: EventRing, cells: Int32Array): Recorder {
  const { head, ints, floats, characters, mask } = ring
  const texts = new Map<string, number>()
  const places = new Map<string, number>()
  const waiting: Task<unknown>[] = []
  // From where another one stopped, so that a reader need not know.
  let at = head[0] as number
  /** The slot of the step under way, its task, and the tasks in whose steps that one began. */
  let last = 0
  let openTask = 0
  const outer: number[] = []
  let isTurn = false
  let lookedAt = 0

  function note(kind: number, task: number, value: number): number {
    const slot = at & mask
    ints[slot * 4] = kind
    ints[slot * 4 + 1] = task
    floats[slot * 2 + 1] = value
    at = (at + 1) | 0
    return slot
  }

  function noteCharacters(text: string): void {
    for (let first = 0; first < text.length; first += 8) {
      const from = (at & mask) * 8
      const most = Math.min(8, text.length - first)
      for (let index = 0; index < most; index++) characters[from + index] = text.charCodeAt(first + index)
      at = (at + 1) | 0
    }
  }

  /** The number of a text; 0 if there are too many. */
  function textOf(text: string): number {
    const known = texts.get(text)
    if (known !== undefined) return known
    if (texts.size >= MOST_TEXTS) return 0
    const number = texts.size + 1
    texts.set(text, number)
    const cut = cutText(text)
    note(TEXT, number, cut.length)
    noteCharacters(cut)
    return number
  }

  function noteWait(task: Task<unknown>, now: number): void {
    const { waits } = taskFacts(task)
    if (waits === null) return
    const key = waitKey(waits)
    const what = textOf(key)
    const where = `${functionName(task)}\n${key}`
    let place = places.get(where)
    if (place === undefined && now - lookedAt >= STACK_EVERY && places.size < MOST_TEXTS) {
      lookedAt = now
      const [inner] = stackOf(task, 1)
      place =
        inner === undefined
          ? 0
          : textOf(`${inner.name} (${inner.file ?? 'unknown'}:${inner.line ?? 0}:${inner.column ?? 0})`)
      places.set(where, place)
    }
    note(WAITS, taskNumber(task), now)
    note(what, place ?? 0, 0)
  }

  function endTurn(): void {
    isTurn = false
    const now = performance.now()
    note(REST, 0, now)
    for (const task of waiting) if (waitingSince(task) !== null) noteWait(task, now)
    waiting.length = 0
    head[0] = at
  }

  /** The step that `openTask` was in when another one began inside it goes on. */
  function goOn(): void {
    if (outer.length === 0) return
    openTask = outer.pop() as number
    cells[TASK] = openTask
    last = note(GOES_ON, openTask, performance.now())
  }

  function ended(outcome: number): void {
    cells[TASK] = 0
    // The hook came in the middle of a step.
    if (openTask === 0) return
    ints[last * 4] = outcome | ((ints[last * 4] as number) & 0xff)
    openTask = 0
    goOn()
  }

  return {
    hook: {
      taskCreated(task: Task<unknown>): void {
        const { parent, group } = taskFacts(task)
        const [name, work] = [cutText(task.name), cutText(functionName(task))]
        note(MADE, taskNumber(task), performance.now())
        const second = (at & mask) * 4
        ints[second] = typeof parent === 'number' ? parent : 0
        ints[second + 1] = group === null || group === 'unknown' ? 0 : group.number
        ints[second + 2] = name.length
        ints[second + 3] = work.length
        at = (at + 1) | 0
        noteCharacters(name)
        noteCharacters(work)
        head[0] = at
      },
      taskStepped(task: Task<unknown>): void {
        const number = taskNumber(task)
        cells[TASK] = number
        cells[STEPS]!++
        // A task that starts eagerly takes its first step inside the step of the one that makes it.
        if (openTask !== 0) outer.push(openTask)
        openTask = number
        last = note(STEP, number, performance.now())
        head[0] = at
        if (isTurn) return
        isTurn = true
        queueMicrotask(endTurn)
      },
      taskSuspended(task: Task<unknown>): void {
        if (waitingSince(task) === null) {
          ended(PAUSED)
          return
        }
        if (waiting.length < MOST_DESCRIBED) waiting.push(task)
        ended(WAITED)
      },
      taskFinished(task: Task<unknown>): void {
        const { state } = taskFacts(task)
        ended(state === 'failed' || state === 'cancelled' ? ENDED[state] : ENDED.returned)
      },
      taskWoken(task: Task<unknown>, by: Task<unknown> | 'timer' | 'callback' | 'outside'): void {
        // A task that pauses wakes itself.
        if (by === task) return
        if (typeof by === 'object') note(WOKEN, taskNumber(task), taskNumber(by))
        else note(WOKEN | (CODES[by] << 8), taskNumber(task), 0)
      },
    },
    renew(): void {
      texts.clear()
      places.clear()
    },
  }
}
