// A body that raises CancelledError cancels the children, and it comes out bare

import { CancelledError, coroutine, sleep, taskGroup } from '@acoro/core'
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
    yield* taskGroup(function* (group) {
      group.createTask(work('a'))
      yield* sleep(1)
      throw new CancelledError('by hand')
    })
  } catch (error) {
    trace(error)
  }
}
