// A shielded child survives the cancellation of its gathering

import { coroutine, createTask, gather, shield, sleep } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

const work = coroutine(function* work(name: string) {
  try {
    yield* sleep(30)
    trace(name, 'done')
  } catch (error) {
    trace(name, 'cancelled')
    throw error
  }
})

export function* main() {
  const kept = createTask(work('kept'))
  const gathering = gather(shield(kept), work('lost'))
  yield* sleep(10)
  gathering.cancel()
  yield* outcome('gathering', gathering)
  yield* kept
}
