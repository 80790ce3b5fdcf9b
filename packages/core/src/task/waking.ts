/**
 * What wakes tasks, while a hook asks for it (`taskWoken`).
 *
 * A task is woken by being put into the ready queue, by whatever code. So while a hook asks, the queue of its
 * loop has a `push` of its own. A loop without such a hook pays nothing, which no look at a flag in `_push`
 * could promise.
 */

import type { AnyTask, EventLoop } from '../base/above.ts'
import { PENDING } from '../base/flags.ts'
import type { Ring } from '../base/ring.ts'
import { state } from '../current/state.ts'
import type { Runnable } from '../scheduler/handle.ts'
import { recordOf, taskNumber } from './task-number.ts'

/** The queues that have a `push` of their own. */
const watched = new WeakSet<Ring<Runnable>>()

/** Begins or ends to note what wakes the tasks of `loop`, as its hooks want it. */
export function watchWakes(loop: EventLoop): void {
  const ready = loop._ready
  const wanted = loop._hooks?.hasWoken === true
  if (wanted === watched.has(ready)) return
  if (!wanted) {
    watched.delete(ready)
    // The last property that was added: V8 goes back to the hidden class before.
    Reflect.deleteProperty(ready, 'push')
    return
  }
  watched.add(ready)
  const { push } = ready
  ready.push = (runnable) => {
    // Only tasks have it.
    if (runnable._runHooked !== undefined) noteWoken(loop, runnable as AnyTask)
    push.call(ready, runnable)
  }
}

function noteWoken(loop: EventLoop, task: AnyTask): void {
  const hooks = loop._hooks
  if (hooks === null || task._status !== PENDING) return
  const by = state.task ?? (state.loop === null ? 'outside' : isTimer(task) ? 'timer' : 'callback')
  recordOf(task).wokenBy = typeof by === 'object' ? taskNumber(by) : by
  hooks.taskWoken(task, by)
}

function isTimer({ _waitsFor: waitedFor }: AnyTask): boolean {
  return waitedFor !== null && '_when' in waitedFor
}
