/**
 * The responses of a task: they are closed if the task is cancelled.
 *
 * In coroutines `fetch` runs in the task that holds the response. Here it has a task of its own, which ends
 * when the head arrives, so the task of the caller is asked. A response is held weakly: a task may send
 * requests for days.
 */

import { currentTask, type Task } from '@acoro/core'
import { onEnd, runningLoop } from '@acoro/core/lowlevel'

interface Closable {
  close(): void
}

const held = new WeakMap<Task<unknown>, Held>()

class Held {
  #responses: WeakRef<Closable>[] = []
  /** When those that are gone are looked for. */
  #limit = 8

  add(response: Closable): void {
    if (this.#responses.length >= this.#limit) {
      this.#responses = this.#responses.filter((reference) => reference.deref() !== undefined)
      this.#limit = Math.max(8, 2 * this.#responses.length)
    }
    this.#responses.push(new WeakRef(response))
  }

  close(): void {
    for (const reference of this.#responses) reference.deref()?.close()
    this.#responses = []
  }
}

/** What gives a response to the task that is stepped now. Null if there is none. */
export function ownerHere(): ((opened: Closable) => void) | null {
  const loop = runningLoop()
  const task = loop === null ? null : currentTask(loop)
  return task === null ? null : (opened) => own(task, opened)
}

function own(task: Task<unknown>, opened: Closable): void {
  if (task.done()) {
    if (task.cancelled()) opened.close()
    return
  }
  let responses = held.get(task)
  if (responses === undefined) {
    const first = new Held()
    responses = first
    held.set(task, first)
    onEnd(task, () => {
      if (task.cancelled()) first.close()
    })
  }
  responses.add(opened)
}
