// What is done already comes first, what is named twice comes once

import { asCompleted, coroutine, createTask, getRunningLoop, sleep, type Task } from '@acoro/core'
import { attempt, trace } from '../../harness/trace.ts'

const work = coroutine(function* work(ms: number) {
  yield* sleep(ms)
  return String(ms)
})

export function* main() {
  const done = getRunningLoop().createFuture<string>()
  done.setResult('done')
  const task = createTask(work(5))
  for (const next of asCompleted([task, done, task])) trace(yield* next)
  trace([...asCompleted([])])
  attempt('a task', () => asCompleted(task as unknown as Task<number>[]))
}
