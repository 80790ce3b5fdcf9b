// Errors raised while the others are cancelled are collected too, in the order they came

import { coroutine, sleep, taskGroup } from '@acoro/core'
import { Boom, trace } from '../../harness/trace.ts'

const fail = coroutine(function* fail(name: string, ms: number) {
  try {
    yield* sleep(ms)
  } finally {
    // biome-ignore lint/correctness/noUnsafeFinally: this is what the program is about
    throw new Boom(name)
  }
})

export function* main() {
  try {
    yield* taskGroup(function* (group) {
      group.createTask(fail('a', 50))
      group.createTask(fail('b', 10))
      group.createTask(fail('c', 60))
      yield* fail('body', 100)
    })
  } catch (error) {
    trace(error)
  }
}
