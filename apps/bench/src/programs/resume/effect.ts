import { Effect } from 'effect'
import type { Program } from '../program.ts'

export const share = 0.1

const descend = (depth: number, times: number): Effect.Effect<number> =>
  Effect.gen(function* () {
    if (depth > 1) return yield* descend(depth - 1, times)
    let count = 0
    for (let i = 0; i < times; i++) {
      yield* Effect.yieldNow
      count++
    }
    return count
  })

const program: Program = (n, depth) => Effect.runPromise(descend(depth, n))

export default program
