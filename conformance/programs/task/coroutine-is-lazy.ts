// Calling a coroutine function runs nothing; awaiting it runs it in the same task, at once

import { coroutine, currentTask, getRunningLoop, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const inner = coroutine(function* inner() {
  trace('inner', currentTask())
  return 'value'
})

export function* main() {
  currentTask()!.name = 'main'
  const coro = inner()
  trace('made')
  yield* sleep(5)
  getRunningLoop().callSoon(trace, 'callback')
  trace(yield* coro)
  yield* sleep(0)
}
