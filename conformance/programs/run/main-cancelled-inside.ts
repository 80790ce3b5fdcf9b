// A main that is cancelled runs its finally blocks, and run raises CancelledError

import { coroutine, currentTask, getRunningLoop, run, sleep } from '@acoro/core'
import { newLoop, trace } from '../../harness/trace.ts'

const work = coroutine(function* work() {
  const task = currentTask()!
  getRunningLoop().callLater(10, () => task.cancel('enough'))
  try {
    yield* sleep(100)
  } finally {
    yield* sleep(5)
    trace('finally')
  }
})

export async function main() {
  await run(work(), { loopFactory: newLoop }).catch((error) => trace('run', 'raised', error))
}
