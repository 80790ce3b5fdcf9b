// A manager function has to give exactly one value

import { asyncContextManager, asyncWith, provide, type Suspension } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const none = asyncContextManager(function* none(): Generator<Suspension, void, any> {})

const two = asyncContextManager(function* two() {
  yield* provide(1)
  yield* provide(2)
})

export function* main() {
  try {
    yield* asyncWith(none(), function* () {
      trace('never')
    })
  } catch (error) {
    trace('none', error)
  }
  try {
    yield* asyncWith(two(), function* (value) {
      trace('body', value)
    })
  } catch (error) {
    trace('two', error)
  }
}
