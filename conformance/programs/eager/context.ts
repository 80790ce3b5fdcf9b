// An eager task has a context of its own too

import { ContextVar, coroutine, createTask, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const number = new ContextVar('number', { default: 0 })

const work = coroutine(function* work() {
  trace('inside', number.get())
  number.set(2)
  trace('set', number.get())
  yield* sleep(0)
  trace('later', number.get())
})

export function* main() {
  number.set(1)
  const task = createTask(work(), { eager: true })
  trace('outside', number.get())
  yield* task
  trace('outside', number.get())
}
