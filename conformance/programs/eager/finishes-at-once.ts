// An eager task that never suspends is done when createTask returns

import { allTasks, coroutine, createTask, eagerTaskFactory, getRunningLoop, sleep } from '@acoro/core'
import { Boom, trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  return 'value'
})

const fail = coroutine(function* fail() {
  throw new Boom('at once')
})

export function* main() {
  const loop = getRunningLoop()
  loop.setTaskFactory(eagerTaskFactory)
  loop.callSoon(trace, 'callback')
  const task = createTask(work(), { name: 'quick' })
  trace(task.done(), task.result(), task.name, allTasks().has(task))
  trace(yield* task)
  const failed = createTask(fail())
  trace(failed.done(), failed.exception())
  task.addDoneCallback(() => trace('done callback'))
  yield* sleep(0)
}
