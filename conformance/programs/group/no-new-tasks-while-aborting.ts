// A group that is shutting down takes no more tasks

import { coroutine, sleep, type TaskGroup, taskGroup } from '@acoro/core'
import { attempt, Boom, trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  trace('never')
})

const late = coroutine(function* late(group: TaskGroup) {
  try {
    yield* sleep(100)
  } finally {
    attempt('late', () => group.createTask(work()))
  }
})

const fail = coroutine(function* fail() {
  yield* sleep(10)
  throw new Boom('child')
})

export function* main() {
  try {
    yield* taskGroup(function* (group) {
      group.createTask(late(group))
      group.createTask(fail())
    })
  } catch (error) {
    trace(error)
  }
}
