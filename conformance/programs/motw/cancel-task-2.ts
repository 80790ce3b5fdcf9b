// asyncio_cancel_task2: a task is cancelled while it waits, by a callback

import { CancelledError, coroutine, sleep, type Task } from '@acoro/core'
import type { VirtualLoop } from '@acoro/testing'
import { trace } from '../../harness/trace.ts'

const taskBody = coroutine(function* taskBody() {
  trace('going to wait')
  try {
    yield* sleep(1000)
  } catch (error) {
    trace('cancelled while waiting')
    throw error
  }
})

function canceller(task: Task<void>) {
  trace('cancelling')
  task.cancel()
}

const job = coroutine(function* job(loop: VirtualLoop) {
  const task = loop.createTask(taskBody())
  loop.callSoon(canceller, task)
  try {
    yield* task
  } catch (error) {
    if (!(error instanceof CancelledError)) throw error
    trace('the maker hears of it too')
  }
})

export async function main(loop: VirtualLoop) {
  await loop.runUntilComplete(job(loop))
}
