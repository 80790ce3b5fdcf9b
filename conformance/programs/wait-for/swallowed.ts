// What swallows the cancellation gives its result after all

import { coroutine, createTask, sleep, waitFor } from '@acoro/core'
import { Boom, outcome } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  try {
    yield* sleep(100)
    return 'slept'
  } catch {
    return 'ok'
  }
})

const fail = coroutine(function* fail() {
  try {
    yield* sleep(100)
  } catch {
    throw new Boom('instead')
  }
})

export function* main() {
  yield* outcome('result', waitFor(work(), 10))
  yield* outcome('error', waitFor(fail(), 10))
  yield* outcome('task', waitFor(createTask(work()), 10))
}
