// Every primitive belongs to the loop in which somebody first waited

import { type Awaitable, coroutine, createTask, type Suspension, sleep, wait } from '@acoro/core'
import { Event, Queue, Semaphore } from '@acoro/sync'
import type { VirtualLoop } from '@acoro/testing'
import { newLoop, outcome, trace } from '../../harness/trace.ts'

type Things = [Event, Queue<string>, Semaphore]

const waiting = coroutine(function* waiting(awaitable: Awaitable<unknown>) {
  yield* awaitable
})

const bind = coroutine(function* bind(event: Event, queue: Queue<string>, semaphore: Semaphore) {
  const waiters = [event.wait(), queue.get(), semaphore.acquire()].map((each) => createTask(waiting(each)))
  yield* sleep(1)
  event.set()
  queue.putNowait('item')
  semaphore.release()
  yield* wait(waiters)
  event.clear()
})

const foreign = coroutine(function* foreign(event: Event, queue: Queue<string>, semaphore: Semaphore) {
  yield* refused('event', () => event.wait())
  yield* refused('queue', () => queue.get())
  yield* refused('semaphore', () => semaphore.acquire())
})

function* refused(label: string, action: () => Awaitable<unknown>): Generator<Suspension, void, any> {
  // acoro may refuse at the call what asyncio refuses where its coroutine is awaited: here both are one.
  try {
    yield* outcome(label, action())
  } catch (error) {
    trace(label, 'raised', error)
  }
}

export async function main(loop: VirtualLoop) {
  const things: Things = [new Event(), new Queue<string>(), new Semaphore(0)]
  await loop.runUntilComplete(bind(...things))
  const other = newLoop()
  await other.runUntilComplete(foreign(...things))
}
