// A task keeps its error for those who ask

import { coroutine, createTask, sleep } from '@acoro/core'
import { attempt, Boom, outcome, trace } from '../../harness/trace.ts'

const fail = coroutine(function* fail() {
  yield* sleep(5)
  throw new Boom('from the task')
})

export function* main() {
  const task = createTask(fail(), { name: 'failing' })
  yield* sleep(10)
  trace(task.done(), task.cancelled(), task.exception())
  attempt('result', () => task.result())
  yield* outcome('await', task)
  yield* outcome('again', task)
}
