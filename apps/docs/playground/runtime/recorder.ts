// Notes what happens to each task of a loop, by the hooks that consoles use. A picture is drawn of it
// afterwards.

import type { EventLoop, Task } from '@acoro/core'
import { taskFacts, taskNumber } from '@acoro/core/lowlevel'
import type { TaskEvent } from '../base/messages.ts'

type Tell = (event: TaskEvent) => void

/** What `run` does at its end: nobody wrote these tasks. */
const OWN = /^shutdown(?:Asyncgens|DefaultExecutor)$/

export function record(loop: EventLoop, tell: Tell, now: () => number): void {
  // How many requests to cancel each task had when it was last seen.
  const requests = new WeakMap<Task<unknown>, number>()
  const note = (task: Task<unknown>, kind: TaskEvent['kind'], text = '', other = 0, cancel = false): void => {
    if (OWN.test(workOf(task))) return
    tell({ at: now(), kind, task: taskNumber(task), text: text.slice(0, 200), other, cancel })
  }

  const isCancel = (task: Task<unknown>): boolean => {
    const before = requests.get(task) ?? 0
    const count = task.cancelling()
    if (count !== before) requests.set(task, count)
    return count > before
  }

  loop.addHook({
    taskCreated(task) {
      const { name, parent } = taskFacts(task)
      const label = /^Task-\d+$/.test(name) ? `${name} ${workOf(task)}`.trim() : name
      note(task, 'created', label, typeof parent === 'number' ? parent : 0)
    },
    taskWoken(task, by) {
      if (typeof by === 'string') note(task, 'woken', by)
      else note(task, 'woken', 'task', taskNumber(by))
    },
    taskStepped(task) {
      note(task, 'stepped', '', 0, isCancel(task))
    },
    taskSuspended(task) {
      note(task, 'suspended', taskFacts(task).waits?.text ?? 'its next turn')
    },
    taskFinished(task) {
      note(task, 'finished', taskFacts(task).state, 0, isCancel(task))
    },
  })
}

/** The name of the function that the task runs. */
function workOf({ coro }: Task<unknown>): string {
  return coro.functionName
}
