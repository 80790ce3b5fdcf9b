// A group cancels its children in order of creation

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
      for (const name of 'abcdefgh') group.createTask(work(name))
      yield* sleep(10)
      throw new Boom('body')
    })
  } catch (error) {
    trace(error)
  }
}
