// asyncio_ensure_future: who is handed something awaitable need not know how it was made

import { coroutine, ensureFuture, type Task } from '@acoro/core'
import type { VirtualLoop } from '@acoro/testing'
import { trace } from '../../harness/trace.ts'

const wrapped = coroutine(function* wrapped() {
  trace('running')
  return 'the result'
})

const inner = coroutine(function* inner(task: Task<string>) {
  trace('waiting for', task.name)
  trace('got', yield* task)
})

const starter = coroutine(function* starter() {
  const task = ensureFuture(wrapped()) as Task<string>
  task.name = 'wrapped'
  trace('starting')
  yield* inner(task)
})

export async function main(loop: VirtualLoop) {
  await loop.runUntilComplete(starter())
}
