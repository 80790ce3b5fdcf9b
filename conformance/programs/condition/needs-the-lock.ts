// Waiting and notifying need the lock

import type { Awaitable, Suspension } from '@acoro/core'
import { Condition } from '@acoro/sync'
import { attempt, outcome, trace } from '../../harness/trace.ts'

export function* main() {
  const condition = new Condition()
  yield* refused('wait', () => condition.wait())
  attempt('notify', () => condition.notify())
  attempt('notifyAll', () => condition.notifyAll())
  attempt('release', () => condition.release())
}

function* refused(label: string, action: () => Awaitable<unknown>): Generator<Suspension, void, any> {
  // acoro may refuse at the call what asyncio refuses where its coroutine is awaited: here both are one.
  try {
    yield* outcome(label, action())
  } catch (error) {
    trace(label, 'raised', error)
  }
}
