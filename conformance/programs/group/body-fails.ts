// A failing body cancels the children and is one of the errors

import { coroutine, sleep, taskGroup } from '@acoro/core'
import { Boom, trace } from '../../harness/trace.ts'

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
      group.createTask(work('b'))
      yield* sleep(10)
      throw new Boom('body')
    })
  } catch (error) {
    trace(error)
  }
}
