// Uses the background loop, and ends when its work is done: nothing else keeps the process alive.

import { asyncify } from '@acoro/compat'
import { sleep } from '@acoro/core'

const call = asyncify(function* (name: string) {
  yield* sleep(1)
  console.log(name)
})
await call('first call')
void call('second call')
