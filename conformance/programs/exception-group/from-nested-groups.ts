// What one handler cannot deal with goes on to the next

import { coroutine, ExceptionGroup, taskGroup } from '@acoro/core'
import { Boom, trace } from '../../harness/trace.ts'

const fail = coroutine(function* fail(error: Error) {
  throw error
})

export function* main() {
  try {
    try {
      yield* taskGroup(function* (group) {
        group.createTask(fail(new Boom('a')))
        group.createTask(fail(new RangeError('b')))
        group.createTask(fail(new TypeError('c')))
      })
    } catch (error) {
      if (!(error instanceof ExceptionGroup)) throw error
      const [matching, rest] = error.split(Boom)
      if (matching !== null) trace('inner', matching)
      if (rest !== null) throw rest
    }
  } catch (error) {
    if (!(error instanceof ExceptionGroup)) throw error
    trace('outer', error.subgroup([RangeError, TypeError]))
  }
}
