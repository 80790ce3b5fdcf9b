import { Effect, Semaphore } from 'effect'
import type { Program } from '../program.ts'

export const share = 0.25

const visit = Effect.as(Effect.yieldNow, 1)

const program: Program = (n, permits) =>
  Effect.runPromise(
    Effect.gen(function* () {
      const semaphore = yield* Semaphore.make(permits)
      const guarded = semaphore.withPermits(1)(visit)
      const values = yield* Effect.all(new Array<typeof guarded>(n).fill(guarded), {
        concurrency: 'unbounded',
      })
      return values.reduce((sum, value) => sum + value, 0)
    }),
  )

export default program
