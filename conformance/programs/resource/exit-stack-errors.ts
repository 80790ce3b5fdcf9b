// On the way out an error can be swallowed, and another can take its place

import {
  AsyncExitStack,
  asyncContextManager,
  asyncWith,
  coroutine,
  provide,
  type Suspension,
} from '@acoro/core'
import { Boom, trace } from '../../harness/trace.ts'

const watch = asyncContextManager(function* watch(name: string) {
  try {
    yield* provide(undefined)
    trace(name, 'no error')
  } catch (error) {
    trace(name, error)
    throw error
  }
})

const swallow = coroutine(function* swallow(error: unknown) {
  trace('swallow', error)
  return true
})

const replace = coroutine(function* replace(error: unknown): Generator<Suspension, boolean, any> {
  trace('replace', error)
  throw new RangeError('instead')
})

export function* main() {
  yield* asyncWith(new AsyncExitStack(), function* (stack) {
    yield* stack.enterAsyncContext(watch('outer'))
    stack.pushAsyncExit(swallow)
    yield* stack.enterAsyncContext(watch('middle'))
    stack.pushAsyncExit(replace)
    yield* stack.enterAsyncContext(watch('inner'))
    throw new Boom('body')
  })
  trace('left')
}
