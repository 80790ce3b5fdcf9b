// The graph has the stack of a suspended task

import { captureCallGraph, coroutine, createTask, formatCallGraph, getRunningLoop, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const inner = coroutine(function* inner() {
  yield* getRunningLoop().createFuture()
})

const outer = coroutine(function* outer() {
  yield* inner()
})

export function* main() {
  const task = createTask(outer(), { name: 'task' })
  yield* sleep(1)
  trace(captureCallGraph(task)!.callStack.map((frame) => frame.name))
  trace(formatCallGraph(task).split('\n')[0]!.split("'")[1])
  task.cancel()
  yield* sleep(0)
}
