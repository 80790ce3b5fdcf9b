import { Effect } from 'effect'
import type { Program } from '../program.ts'

export const share = 0.1

const work = Effect.as(Effect.yieldNow, 1)

const program: Program = (n) =>
  Effect.runPromise(
    Effect.gen(function* () {
      let sum = 0
      for (let i = 0; i < n; i++) sum += yield* Effect.timeout(work, 60_000)
      return sum
    }),
  )

export default program
