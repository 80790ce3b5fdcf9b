// run makes a loop, runs main, and closes the loop

import { coroutine, type EventLoop, getRunningLoop, run, sleep } from '@acoro/core'
import type { VirtualLoop } from '@acoro/testing'
import { attempt, newLoop, trace } from '../../harness/trace.ts'

const kept: EventLoop[] = []

const work = coroutine(function* work() {
  kept.push(getRunningLoop())
  yield* sleep(10)
  return 'result'
})

export async function main(loop: VirtualLoop) {
  kept.length = 0
  trace(await run(work(), { loopFactory: newLoop }))
  trace(kept[0] === loop, kept[0]!.isClosed(), kept[0]!.isRunning())
  attempt('no loop any more', () => getRunningLoop())
}
