// Cancelling the gathering cancels every child and always comes out

import { coroutine, createTask, gather, sleep, type Task } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

const work = coroutine(function* work(name: string, ms: number) {
  try {
    yield* sleep(ms)
    return name
  } catch (error) {
    trace(name, 'cancelled')
    throw error
  }
})

const gathering = coroutine(function* gathering(children: Task<string>[], keep: boolean) {
  yield* outcome('gathering', gather(children, { returnExceptions: keep }))
})

export function* main() {
  for (const keep of [false, true]) {
    const children = [createTask(work('a', 5)), createTask(work('b', 50)), createTask(work('c', 60))]
    const task = createTask(gathering(children, keep))
    yield* sleep(10)
    task.cancel('stop')
    yield* task
    trace(children.map((child) => child.cancelled()))
  }
}
