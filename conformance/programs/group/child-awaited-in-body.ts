// A body that awaits the failing child is cancelled, and the error is reported once

import { coroutine, sleep, taskGroup } from '@acoro/core'
import { Boom, outcome, trace } from '../../harness/trace.ts'

const fail = coroutine(function* fail() {
  yield* sleep(10)
  throw new Boom('child')
})

export function* main() {
  try {
    yield* taskGroup(function* (group) {
      const task = group.createTask(fail())
      yield* task
    })
  } catch (error) {
    trace(error)
  }
  try {
    yield* taskGroup(function* (group) {
      const task = group.createTask(fail())
      yield* outcome('body', task)
      yield* outcome('next', sleep(10))
    })
  } catch (error) {
    trace(error)
  }
}
