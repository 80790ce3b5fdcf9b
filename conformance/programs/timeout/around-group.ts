// A timeout around a group cancels its tasks and comes out as one TimeoutError

import { coroutine, currentTask, sleep, taskGroup, timeout } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const work = coroutine(function* work(name: string) {
  try {
    yield* sleep(100)
  } finally {
    trace(name)
  }
})

export function* main() {
  try {
    yield* timeout(10, function* () {
      yield* taskGroup(function* (group) {
        group.createTask(work('a'))
        group.createTask(work('b'))
        trace('started')
      })
    })
  } catch (error) {
    trace(error, currentTask()!.cancelling())
  }
}
