// Groups nested in one task: a failing outer child ends the inner group too

import { coroutine, currentTask, sleep, taskGroup } from '@acoro/core'
import { Boom, trace } from '../../harness/trace.ts'

const fail = coroutine(function* fail() {
  yield* sleep(10)
  throw new Boom('outer child')
})

const work = coroutine(function* work(name: string) {
  try {
    yield* sleep(100)
  } finally {
    trace(name)
  }
})

export function* main() {
  try {
    yield* taskGroup(function* (outer) {
      outer.createTask(fail())
      try {
        yield* taskGroup(function* (inner) {
          inner.createTask(work('inner child'))
        })
      } catch (error) {
        trace('inner', error, currentTask()!.cancelling())
        throw error
      }
    })
  } catch (error) {
    trace('outer', error, currentTask()!.cancelling())
  }
}
