// Gathering eager coroutines that never suspend takes no turn of the loop

import { coroutine, eagerTaskFactory, gather, getRunningLoop, sleep } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const work = coroutine(function* work(name: string, waits: boolean) {
  trace(name)
  if (waits) yield* sleep(0)
  return name
})

export function* main() {
  const loop = getRunningLoop()
  loop.setTaskFactory(eagerTaskFactory)
  loop.callSoon(trace, 'callback')
  trace(yield* gather(work('a', false), work('b', false)))
  trace(yield* gather(work('c', true), work('d', false)))
}
