// Two loops live side by side and run one after the other, each with its own tasks

import { allTasks, coroutine, type EventLoop, getRunningLoop, sleep } from '@acoro/core'
import type { VirtualLoop } from '@acoro/testing'
import { newLoop, trace } from '../../harness/trace.ts'

const work = coroutine(function* work(name: string, loop: EventLoop) {
  yield* sleep(3)
  trace(name, getRunningLoop() === loop, allTasks().size)
  return name
})

export async function main(first: VirtualLoop) {
  const second = newLoop()
  trace(await first.runUntilComplete(work('first', first)))
  trace(await second.runUntilComplete(work('second', second)))
  trace(await first.runUntilComplete(work('first again', first)))
  first.close()
  second.close()
}
