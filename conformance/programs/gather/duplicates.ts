// The same awaitable twice runs once and gives its result twice

import { coroutine, createTask, gather, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  trace('runs')
  return 1
})

export function* main() {
  const coro = work()
  const task = createTask(work())
  trace(yield* gather(coro, coro))
  trace(yield* gather(task, sleep(5, 'x'), task))
}
