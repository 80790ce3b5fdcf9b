// shutdownAsyncgens closes every generator that was left half-way

import { asyncFor, asyncGenerator, emit, getRunningLoop, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const resource = asyncGenerator(function* resource(name: string) {
  try {
    yield* emit(name)
  } finally {
    yield* sleep(10)
    trace('closed', name)
  }
})

export function* main() {
  const loop = getRunningLoop()
  const one = resource('one')
  const two = resource('two')
  trace((yield* one.anext()).value, (yield* two.anext()).value)
  yield* asyncFor(two, function* () {})
  yield* loop.shutdownAsyncgens()
  const last = yield* one.anext()
  trace(last.done ? 'exhausted' : last.value)
}
