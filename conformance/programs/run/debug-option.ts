// run can be told to debug, and which loop to make

import { coroutine, getRunningLoop, run } from '@acoro/core'
import type { VirtualLoop } from '@acoro/testing'
import { newLoop, trace } from '../../harness/trace.ts'

const made: VirtualLoop[] = []

const factory = () => {
  made.push(newLoop())
  return made.at(-1)!
}

const work = coroutine(function* work() {
  trace(getRunningLoop() === made.at(-1), getRunningLoop().getDebug())
})

export async function main() {
  made.length = 0
  await run(work(), { debug: true, loopFactory: factory })
  await run(work(), { debug: false, loopFactory: factory })
  trace(made.length)
}
