// A timeout inside a child fails that child, and so the group

import { coroutine, sleep, taskGroup, timeout } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  yield* timeout(10, function* () {
    yield* sleep(100)
  })
})

const other = coroutine(function* other() {
  try {
    yield* sleep(100)
  } finally {
    trace('other')
  }
})

export function* main() {
  try {
    yield* taskGroup(function* (group) {
      group.createTask(work())
      group.createTask(other())
    })
  } catch (error) {
    trace(error)
  }
}
