// After shutdown nothing goes in, and what is in still comes out

import type { Awaitable, Suspension } from '@acoro/core'
import { Queue } from '@acoro/sync'
import { attempt, outcome, trace } from '../../harness/trace.ts'

export function* main() {
  const queue = new Queue<number>(3)
  queue.putNowait(1)
  queue.putNowait(2)
  queue.shutdown()
  queue.shutdown()
  attempt('putNowait', () => queue.putNowait(3))
  yield* refused('put', () => queue.put(3))
  yield* refused('get', () => queue.get())
  attempt('getNowait', () => queue.getNowait())
  yield* refused('get', () => queue.get())
  attempt('getNowait', () => queue.getNowait())
  trace(queue.qsize())
}

function* refused(label: string, action: () => Awaitable<unknown>): Generator<Suspension, void, any> {
  // acoro may refuse at the call what asyncio refuses where its coroutine is awaited: here both are one.
  try {
    yield* outcome(label, action())
  } catch (error) {
    trace(label, 'raised', error)
  }
}
