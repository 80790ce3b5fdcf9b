// Awaiting, asking for the result, or gathering counts as asking for the error

import { coroutine, type Future, gather, sleep } from '@acoro/core'
import type { VirtualLoop } from '@acoro/testing'
import { attempt, Boom, outcome, trace } from '../../harness/trace.ts'

const work = coroutine(function* work(futures: Future<void>[]) {
  yield* outcome('awaited', futures[0]!)
  attempt('result', () => futures[1]!.result())
  yield* outcome('gathered', gather([futures[2]!], { returnExceptions: true }))
  futures[3]!.addDoneCallback(() => trace('only heard of'))
  yield* sleep(0)
  yield* sleep(0)
})

export async function main(loop: VirtualLoop) {
  loop.setExceptionHandler((_owner, context) => trace('handler', context.exception))
  const futures = [0, 1, 2, 3].map(() => loop.createFuture<void>())
  for (const [number, future] of futures.entries()) future.setException(new Boom(String(number)))
  await loop.runUntilComplete(work(futures))
  loop.close()
}
