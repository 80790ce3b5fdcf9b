// A group of eager tasks: an error at once aborts the group, but not createTask

import { coroutine, eagerTaskFactory, getRunningLoop, sleep, taskGroup } from '@acoro/core'
import { Boom, outcome, trace } from '../../harness/trace.ts'

const fail = coroutine(function* fail() {
  throw new Boom('at once')
})

const work = coroutine(function* work() {
  trace('work starts')
  yield* outcome('work', sleep(10))
})

export function* main() {
  getRunningLoop().setTaskFactory(eagerTaskFactory)
  try {
    yield* taskGroup(function* (group) {
      group.createTask(work())
      const task = group.createTask(fail())
      trace('created', task.done())
      yield* sleep(0)
      trace('never')
    })
  } catch (error) {
    trace(error)
  }
}
