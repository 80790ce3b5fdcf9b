// There is a running loop inside callbacks and coroutines only

import { coroutine, getEventLoop, getRunningLoop } from '@acoro/core'
import type { VirtualLoop } from '@acoro/testing'
import { attempt, trace } from '../../harness/trace.ts'

const work = coroutine(function* work(loop: VirtualLoop) {
  trace('in a task', getRunningLoop() === loop, getEventLoop() === loop)
})

export async function main(loop: VirtualLoop) {
  attempt('outside', () => getRunningLoop())
  loop.callSoon(() => trace('in a callback', getRunningLoop() === loop))
  await loop.runUntilComplete(work(loop))
  attempt('afterwards', () => getRunningLoop())
}
