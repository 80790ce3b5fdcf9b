// wait takes a list of futures, not empty, and a known return condition

import { type Awaitable, coroutine, createTask, type Suspension, type Task, wait } from '@acoro/core'
import { outcome, trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {})

function* refused(label: string, action: () => Awaitable<unknown>): Generator<Suspension, void, any> {
  // acoro refuses wrong arguments at the call, asyncio where its coroutine is awaited: here both are one.
  try {
    yield* outcome(label, action())
  } catch (error) {
    trace(label, 'raised', error)
  }
}

export function* main() {
  const task = createTask(work())
  const coro = work()
  yield* refused('empty', () => wait([]))
  yield* refused('a task', () => wait(task as unknown as Task<void>[]))
  yield* refused('a coroutine', () => wait([coro as unknown as Task<void>]))
  yield* refused('return when', () => wait([task], { returnWhen: 'SOMETIME' as 'FIRST_COMPLETED' }))
  coro.close()
}
