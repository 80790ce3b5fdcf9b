/** A settled promise awaited 10 times: what the bridge costs on top of `await`. */

import { fromPromise } from '@acoro/compat'
import { run } from '@acoro/core'

const settled = Promise.resolve(1)

/** `yield* fromPromise(p)`, one after the other, in one task. */
export function acoroAwaitsSettled(count: number): Promise<number> {
  return run(function* main() {
    let sum = 0
    for (let n = 0; n < count; n++) sum += yield* fromPromise(settled)
    return sum
  })
}

/** `await p`, one after the other, in one async function. */
export async function nativeAwaitsSettled(count: number): Promise<number> {
  let sum = 0
  for (let n = 0; n < count; n++) sum += await settled
  return sum
}
