/** Waits until it is told to stop, and says when it has begun to wait. */

import { createTask, runMain, sleep } from '@acoro/core'

await runMain(function* main() {
  const sleeper = createTask(sleep(3_600_000), { name: 'sleeper' })
  // In the next iteration both wait.
  yield* sleep(0)
  console.log('waiting')
  try {
    yield* sleeper
  } finally {
    console.log('cleaned up')
  }
})
