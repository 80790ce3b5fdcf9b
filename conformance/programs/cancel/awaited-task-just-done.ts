// A cancel in the iteration in which the awaited task ends does not reach that task

import { coroutine, createTask, sleep, type Task } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

const child = coroutine(function* child() {
  yield* sleep(10)
  return 'child'
})

const parent = coroutine(function* parent(task: Task<string>) {
  yield* outcome('parent', task)
})

export function* main() {
  const task = createTask(child())
  const waiting = createTask(parent(task))
  task.addDoneCallback(() => trace('callback', waiting.cancel()))
  yield* waiting
  trace(task.cancelled(), task.result(), waiting.cancelled())
}
