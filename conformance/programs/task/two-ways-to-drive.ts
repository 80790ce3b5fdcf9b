// A coroutine is awaited, or handed to a function that makes a task of it and gives a future back

import { coroutine, createTask, type Future, gather, isFuture, shield, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const work = coroutine(function* work(name: string) {
  trace(name)
  yield* sleep(1)
  return name
})

export function* main() {
  trace(yield* work('awaited'))
  const task = createTask(work('as a task'))
  const future = gather(work('gathered'))
  const shielded = shield(work('shielded'))
  const all = [task, future, shielded] as Future<unknown>[]
  trace(
    all.map((each) => isFuture(each)),
    all.map((each) => each.done()),
  )
  task.addDoneCallback((done) => trace('told of', done.result()))
  trace(yield* task, yield* future, yield* shielded)
}
