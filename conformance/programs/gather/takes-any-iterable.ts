// gather and wait take what comes out of any iterable

import { coroutine, createTask, gather, sleep, wait } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const work = coroutine(function* work(name: string) {
  yield* sleep(1)
  return name
})

export function* main() {
  trace(
    yield* gather(
      new Map([
        ['a', work('one')],
        ['b', work('two')],
      ]).values(),
    ),
  )
  const tasks = ['three', 'four'].map((name) => createTask(work(name), { name }))
  const [done, pending] = yield* wait(
    (function* () {
      yield* tasks
    })() as Iterable<(typeof tasks)[number]>,
  )
  trace(done, pending)
}
