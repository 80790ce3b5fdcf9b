// A manager written as one generator: before, the value, after

import { asyncContextManager, asyncWith, provide, sleep } from '@acoro/core'
import { Boom, trace } from '../../harness/trace.ts'

const resource = asyncContextManager(function* resource(name: string) {
  trace('open', name)
  yield* sleep(1)
  try {
    yield* provide(name.toUpperCase())
  } catch (error) {
    trace('inside', error)
    throw error
  } finally {
    yield* sleep(1)
    trace('close', name)
  }
})

export function* main() {
  yield* asyncWith(resource('a'), function* (value) {
    trace('body', value)
  })
  try {
    yield* asyncWith(resource('b'), function* () {
      yield* sleep(1)
      throw new Boom('in the body')
    })
  } catch (error) {
    trace('outside', error)
  }
}
