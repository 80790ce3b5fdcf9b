// A cancel of who iterates is thrown inside the generator that waits

import { asyncFor, asyncGenerator, coroutine, createTask, emit, sleep } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

const ticks = asyncGenerator(function* ticks() {
  try {
    while (true) {
      yield* sleep(10)
      yield* emit('tick')
    }
  } finally {
    trace('generator left')
  }
})

const work = coroutine(function* work() {
  yield* asyncFor(ticks(), function* (item) {
    trace(item)
  })
})

export function* main() {
  const task = createTask(work())
  yield* sleep(25)
  task.cancel('stop')
  yield* outcome('task', task)
}
