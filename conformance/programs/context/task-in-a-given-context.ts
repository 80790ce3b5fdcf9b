// A task can be given its context, and works in it

import { ContextVar, copyContext, coroutine, createTask, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const number = new ContextVar('number', { default: 0 })

const work = coroutine(function* work() {
  trace('inside', number.get())
  number.set(number.get() + 1)
  yield* sleep(1)
  number.set(number.get() + 1)
})

export function* main() {
  const context = copyContext()
  context.run(() => number.set(10))
  const task = createTask(work(), { context })
  trace(task.context === context)
  yield* task
  yield* createTask(work(), { context })
  trace(context.get(number), number.get())
}
