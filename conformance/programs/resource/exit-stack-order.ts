// An exit stack unwinds last in, first out

import { AsyncExitStack, asyncContextManager, asyncWith, coroutine, provide, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const resource = asyncContextManager(function* resource(name: string) {
  trace('open', name)
  yield* provide(name)
  yield* sleep(1)
  trace('close', name)
})

const later = coroutine(function* later(label: string) {
  yield* sleep(1)
  trace(label)
})

export function* main() {
  yield* asyncWith(new AsyncExitStack(), function* (stack) {
    trace(yield* stack.enterAsyncContext(resource('a')))
    stack.pushAsyncCallback(later, 'async callback')
    stack.callback(trace, 'callback')
    trace(yield* stack.enterAsyncContext(resource('b')))
    trace('body')
  })
  trace('left')
}
