// A cancelled child is an error for the gathering, which is not cancelled itself

import { coroutine, createTask, gather, sleep } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

const work = coroutine(function* work(name: string, ms: number) {
  yield* sleep(ms)
  trace(name)
})

export function* main() {
  const children = [...'abc'].map((name) => createTask(work(name, 20)))
  const gathering = gather(...children)
  yield* sleep(5)
  children[1]!.cancel('only me')
  yield* outcome('gathering', gathering)
  trace(gathering.cancelled(), gathering.done())
  yield* sleep(50)
}
