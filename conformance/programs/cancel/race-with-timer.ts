// A cancel in the iteration in which the sleep ends comes before the sleeper wakes

import { coroutine, createTask, getRunningLoop, sleep } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  yield* outcome('work', sleep(10, 'slept'))
})

export function* main() {
  const loop = getRunningLoop()
  const task = createTask(work())
  yield* sleep(0)
  loop.callLater(10, () => trace('same moment', task.cancel()))
  yield* task
  const early = createTask(work())
  loop.callLater(10, () => trace('timer before the sleep', early.cancel()))
  yield* sleep(0)
  yield* early
}
