// A task prints that it is being cancelled, and that it was

import { coroutine, createTask, sleep, wait } from '@acoro/core'
import { Boom, form, trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  try {
    yield* sleep(10)
  } finally {
    yield* sleep(5)
  }
})

const fail = coroutine(function* fail() {
  throw new Boom()
})

export function* main() {
  const task = createTask(work(), { name: 'worker' })
  yield* sleep(1)
  task.cancel()
  trace(form(task).split(' ')[1])
  yield* sleep(1)
  trace(form(task))
  yield* wait([task])
  trace(form(task))
  const failed = createTask(fail(), { name: 'failing' })
  yield* wait([failed])
  trace(form(failed), failed.exception())
}
