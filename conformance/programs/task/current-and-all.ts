// The current task is known inside tasks only; finished tasks leave the list

import { allTasks, coroutine, createTask, currentTask, getRunningLoop, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const work = coroutine(function* work(ms: number) {
  yield* sleep(ms)
})

export function* main() {
  const loop = getRunningLoop()
  currentTask()!.name = 'main'
  const one = createTask(work(10), { name: 'one' })
  const two = createTask(work(20), { name: 'two' })
  trace(currentTask(), allTasks())
  loop.callSoon(() => trace('callback', currentTask()))
  yield* sleep(0)
  yield* one
  trace(allTasks(), allTasks(loop))
  two.cancel()
  yield* sleep(0)
  trace(allTasks())
}
