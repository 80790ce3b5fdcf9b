// A generator that is running cannot be asked for another item

import { asyncGenerator, coroutine, emit, gather, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const slow = asyncGenerator(function* slow() {
  yield* sleep(10)
  yield* emit('item')
})

const take = coroutine(function* take(name: string, items: ReturnType<typeof slow>) {
  try {
    trace(name, '->', (yield* items.anext()).value)
  } catch (error) {
    trace(name, 'raised', error)
  }
})

export function* main() {
  const items = slow()
  yield* gather(take('first', items), take('second', items))
}
