import { Effect } from 'effect'
import type { Program } from '../program.ts'

export const share = 0.1

const one = Effect.as(Effect.yieldNow, 1)

const program: Program = (n) =>
  Effect.runPromise(
    Effect.gen(function* () {
      let sum = 0
      for (let i = 0; i < n; i++) {
        const values = yield* Effect.all([one, one, one, one, one, one, one, one, one, one], {
          concurrency: 'unbounded',
        })
        for (const value of values) sum += value
      }
      return sum
    }),
  )

export default program
