// A suspended task shows its stack

import { coroutine, createTask, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const inner = coroutine(function* inner() {
  yield* sleep(10)
})

const middle = coroutine(function* middle() {
  yield* inner()
})

const outer = coroutine(function* outer() {
  yield* middle()
})

export function* main() {
  const task = createTask(outer())
  yield* sleep(1)
  trace(task.getStack().map((frame) => frame.name))
  yield* task
  trace(task.getStack().map((frame) => frame.name))
}
