// asyncio_cancel_task: a task is cancelled before it has begun

import { CancelledError, coroutine } from '@acoro/core'
import type { VirtualLoop } from '@acoro/testing'
import { trace } from '../../harness/trace.ts'

const taskBody = coroutine(function* taskBody() {
  trace('never')
})

const job = coroutine(function* job(loop: VirtualLoop) {
  const task = loop.createTask(taskBody())
  trace('cancelling:', task.cancel())
  try {
    trace('result', yield* task)
  } catch (error) {
    if (!(error instanceof CancelledError)) throw error
    trace('it was cancelled:', task.cancelled())
  }
})

export async function main(loop: VirtualLoop) {
  await loop.runUntilComplete(job(loop))
}
