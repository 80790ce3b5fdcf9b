// A loop stopped before its main future is done says so

import { coroutine, sleep } from '@acoro/core'
import type { VirtualLoop } from '@acoro/testing'
import { trace } from '../../harness/trace.ts'

const work = coroutine(function* work(loop: VirtualLoop) {
  yield* sleep(10)
  loop.stop()
  yield* sleep(10)
  trace('never')
})

export async function main(loop: VirtualLoop) {
  try {
    await loop.runUntilComplete(work(loop))
  } catch (error) {
    trace(error, (error as Error).message)
  }
}
