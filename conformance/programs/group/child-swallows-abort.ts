// A child that swallows the cancellation holds the group up until it ends

import { coroutine, sleep, taskGroup } from '@acoro/core'
import { Boom, trace } from '../../harness/trace.ts'

const stubborn = coroutine(function* stubborn() {
  try {
    yield* sleep(100)
  } catch {
    trace('swallowed')
  }
  yield* sleep(50)
  trace('stubborn done')
})

const fail = coroutine(function* fail() {
  yield* sleep(10)
  throw new Boom('child')
})

export function* main() {
  try {
    yield* taskGroup(function* (group) {
      group.createTask(stubborn())
      group.createTask(fail())
    })
  } catch (error) {
    trace(error)
  }
}
