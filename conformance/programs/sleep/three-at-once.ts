// Three sleeps of 1, 2 and 4 seconds take four

import { coroutine, createTask, getRunningLoop, sleep, wait } from '@acoro/core'
import { trace } from '../../harness/trace.ts'

const work = coroutine(function* work(ms: number) {
  yield* sleep(ms)
  trace('slept', ms)
})

export function* main() {
  const loop = getRunningLoop()
  const start = loop.time()
  yield* wait([1000, 2000, 4000].map((ms) => createTask(work(ms))))
  trace(loop.time() - start)
}
