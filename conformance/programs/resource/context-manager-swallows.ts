// A manager function may swallow the error, or raise another

import { asyncContextManager, asyncWith, provide } from '@acoro/core'
import { Boom, trace } from '../../harness/trace.ts'

const quiet = asyncContextManager(function* quiet() {
  try {
    yield* provide(undefined)
  } catch (error) {
    trace('swallowed', error)
  }
})

const other = asyncContextManager(function* other() {
  try {
    yield* provide(undefined)
  } catch {
    throw new RangeError('instead')
  }
})

export function* main() {
  yield* asyncWith(quiet(), function* () {
    throw new Boom('one')
  })
  try {
    yield* asyncWith(other(), function* () {
      throw new Boom('two')
    })
  } catch (error) {
    trace(error)
  }
}
