// A lock belongs to the loop in which somebody first waited for it

import { coroutine, createTask, sleep } from '@acoro/core'
import { Lock } from '@acoro/sync'
import type { VirtualLoop } from '@acoro/testing'
import { newLoop, outcome, trace } from '../../harness/trace.ts'

const take = coroutine(function* take(lock: Lock) {
  yield* lock.acquire()
})

const hold = coroutine(function* hold(lock: Lock) {
  yield* lock.acquire()
  const task = createTask(take(lock))
  yield* sleep(0)
  lock.release()
  yield* task
  trace('bound')
})

const foreign = coroutine(function* foreign(lock: Lock) {
  yield* outcome('another loop', lock.acquire())
})

export async function main(loop: VirtualLoop) {
  const lock = new Lock()
  await loop.runUntilComplete(hold(lock))
  const other = newLoop()
  await other.runUntilComplete(foreign(lock))
}
