import { type Operation, race, run, sleep, until } from 'effection'
import type { Program } from '../program.ts'

export const share = 0.01

function* work(): Operation<number> {
  yield* until(Promise.resolve())
  return 1
}

function* late(ms: number): Operation<number> {
  yield* sleep(ms)
  throw new Error('timed out')
}

const program: Program = async (n) =>
  run(function* () {
    let sum = 0
    for (let i = 0; i < n; i++) sum += yield* race([work(), late(60_000)])
    return sum
  })

export default program
