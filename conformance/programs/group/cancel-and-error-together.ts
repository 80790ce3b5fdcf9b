// A cancel from outside in the iteration in which a child fails

import {
  coroutine,
  createTask,
  currentTask,
  type Future,
  getRunningLoop,
  sleep,
  taskGroup,
} from '@acoro/core'
import { Boom, outcome, trace } from '../../harness/trace.ts'

const fail = coroutine(function* fail(future: Future<void>) {
  yield* future
  throw new Boom('child')
})

const parent = coroutine(function* parent(future: Future<void>) {
  try {
    yield* taskGroup(function* (group) {
      group.createTask(fail(future))
      yield* sleep(100)
    })
  } catch (error) {
    trace('parent', error, currentTask()!.cancelling())
  }
  yield* outcome('next wait', sleep(10))
})

export function* main() {
  for (const first of ['cancel', 'error']) {
    const future = getRunningLoop().createFuture<void>()
    const task = createTask(parent(future))
    yield* sleep(10)
    future.setResult(undefined)
    if (first === 'error') yield* sleep(0)
    task.cancel('outside')
    yield* outcome(first, task)
  }
}
