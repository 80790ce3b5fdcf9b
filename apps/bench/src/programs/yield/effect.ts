import { Effect } from 'effect'
import type { Program } from '../program.ts'

export const share = 0.1

const program: Program = (n) =>
  Effect.runPromise(
    Effect.gen(function* () {
      let count = 0
      for (let i = 0; i < n; i++) {
        yield* Effect.yieldNow
        count++
      }
      return count
    }),
  )

export default program
