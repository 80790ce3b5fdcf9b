// Only a coroutine can become a task

import { type Coroutine, coroutine, createTask, getRunningLoop } from '@acoro/core'
import { attempt } from '../../harness/trace.ts'

const work = coroutine(function* work() {})

export function* main() {
  const loop = getRunningLoop()
  attempt('a number', () => createTask(5 as unknown as Coroutine<void>))
  attempt('a function', () => createTask(work as unknown as Coroutine<void>))
  attempt('a future', () => createTask(loop.createFuture<void>() as unknown as Coroutine<void>))
}
