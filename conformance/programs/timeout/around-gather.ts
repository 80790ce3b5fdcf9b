// A timeout around a gathering cancels all its children

import { coroutine, gather, sleep, timeout } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const work = coroutine(function* work(name: string) {
  try {
    yield* sleep(100)
  } finally {
    trace(name)
  }
})

export function* main() {
  try {
    yield* timeout(10, function* () {
      yield* gather(work('a'), work('b'))
    })
  } catch (error) {
    trace(error)
  }
}
