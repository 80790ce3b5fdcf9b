// Who awaits a task runs one iteration after its last step

import { coroutine, createTask, getRunningLoop, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  trace('work')
})

export function* main() {
  const loop = getRunningLoop()
  const count = (number: number): void => {
    trace('iteration', number)
    if (number < 4) loop.callSoon(count, number + 1)
  }
  const task = createTask(work())
  loop.callSoon(count, 1)
  task.addDoneCallback(() => trace('callback'))
  yield* task
  trace('main goes on')
  yield* sleep(0)
}
