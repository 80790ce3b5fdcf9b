// A child that fails in its first step, with a body that ends at once

import { coroutine, currentTask, sleep, taskGroup } from '@acoro/core'
import { Boom, outcome, trace } from '../../harness/trace.ts'

const fail = coroutine(function* fail() {
  throw new Boom('at once')
})

const other = coroutine(function* other() {
  trace('other runs')
  yield* outcome('other', sleep(10))
})

export function* main() {
  try {
    yield* taskGroup(function* (group) {
      group.createTask(fail())
      group.createTask(other())
      trace('body done')
    })
  } catch (error) {
    trace(error, currentTask()!.cancelling())
  }
}
