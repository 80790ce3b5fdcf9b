// What is a future, what a coroutine, what neither

import {
  coroutine,
  createTask,
  getRunningLoop,
  isAwaitable,
  isCoroutine,
  isCoroutineFunction,
  isFuture,
  sleep,
} from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  yield* sleep(0)
})

export function* main() {
  const future = getRunningLoop().createFuture()
  const task = createTask(work())
  const coro = work()
  for (const [name, value] of [
    ['future', future],
    ['task', task],
    ['coroutine', coro],
    ['function', work],
    ['number', 5],
  ] as const) {
    trace(name, isFuture(value), isCoroutine(value), isCoroutineFunction(value), isAwaitable(value))
  }
  yield* coro
  yield* task
}
