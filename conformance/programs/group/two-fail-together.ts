// Children that fail in the same iteration are both reported

import { coroutine, sleep, taskGroup } from '@acoro/core'
import { Boom, trace } from '../../harness/trace.ts'

const fail = coroutine(function* fail(name: string) {
  yield* sleep(10)
  throw new Boom(name)
})

export function* main() {
  try {
    yield* taskGroup(function* (group) {
      group.createTask(fail('a'))
      group.createTask(fail('b'))
    })
  } catch (error) {
    trace(error)
  }
}
