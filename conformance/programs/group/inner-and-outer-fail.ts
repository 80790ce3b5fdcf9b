// Children of inner and outer group that fail together are both reported

import { coroutine, currentTask, sleep, taskGroup } from '@acoro/core'
import { Boom, trace } from '../../harness/trace.ts'

const fail = coroutine(function* fail(name: string) {
  yield* sleep(10)
  throw new Boom(name)
})

export function* main() {
  try {
    yield* taskGroup(function* (outer) {
      outer.createTask(fail('outer child'))
      yield* taskGroup(function* (inner) {
        inner.createTask(fail('inner child'))
      })
    })
  } catch (error) {
    trace(error, currentTask()!.cancelling())
  }
}
