// asyncio_create_task: a task runs beside its maker, who then awaits it

import { coroutine } from '@acoro/core'
import type { VirtualLoop } from '@acoro/testing'
import { trace } from '../../harness/trace.ts'

const taskBody = coroutine(function* taskBody() {
  trace('in the task')
  return 'the result'
})

const job = coroutine(function* job(loop: VirtualLoop) {
  trace('creating')
  const task = loop.createTask(taskBody())
  trace('done yet:', task.done())
  const value = yield* task
  trace('done now:', task.done(), value)
})

export async function main(loop: VirtualLoop) {
  await loop.runUntilComplete(job(loop))
}
