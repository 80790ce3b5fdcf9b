/**
 * Nothing is left that could wake anybody: the end of a program that would otherwise hang, or end without a word.
 */

import { DeadlockError } from '../base/errors.ts'
import { allTasks, type Task } from '../task/task.ts'
import { describeWait } from './call-graph.ts'
import type { EventLoop } from './loop.ts'

/** At most so many tasks are listed; of thousands, the first tell the story. */
const MOST_LISTED = 20

/** The error that lists each waiting task of `loop`, what it waits for and where, and who waits for whom in a circle. */
export function deadlockError(loop: EventLoop): DeadlockError {
  const tasks = [...allTasks(loop)]
  const who = tasks.length === 1 ? '1 task waits' : `${tasks.length} tasks wait`
  const lines = [`deadlock at ${Number(loop.time().toFixed(1))} ms: ${who} for what nothing will finish`]
  for (const task of tasks.slice(0, MOST_LISTED)) {
    lines.push(`  ${describeWait(task)}`, ...task.getStack().map((frame) => `      at ${frame}`))
  }
  if (tasks.length > MOST_LISTED) lines.push(`  … and ${tasks.length - MOST_LISTED} more`)
  const circle = findCircle(tasks)
  if (circle !== undefined) lines.push(`  in a circle: ${circle.map((task) => `'${task.name}'`).join(' → ')}`)
  const limit = Error.stackTraceLimit
  Error.stackTraceLimit = 0
  const error = new DeadlockError(lines.join('\n'))
  Error.stackTraceLimit = limit
  return error
}

/** Tasks each of which waits for the next, the first and the last being one. */
function findCircle(tasks: readonly Task<unknown>[]): Task<unknown>[] | undefined {
  const done = new Set<unknown>()
  const search = (task: Task<unknown>, path: Task<unknown>[]): Task<unknown>[] | undefined => {
    const at = path.indexOf(task)
    if (at >= 0) return [...path.slice(at), task]
    if (done.has(task)) return undefined
    done.add(task)
    for (const next of tasksOf(task)) {
      const found = search(next, [...path, task])
      if (found !== undefined) return found
    }
    return undefined
  }
  for (const task of tasks) {
    const found = search(task, [])
    if (found !== undefined) return found
  }
  return undefined
}

function* tasksOf(task: Task<unknown>): Generator<Task<unknown>> {
  for (const next of task._waitsFor?._dependsOn() ?? [])
    if (next._kind === 'Task') yield next as Task<unknown>
  if (task._waitsFor?._kind === 'Task') yield task._waitsFor as Task<unknown>
}
