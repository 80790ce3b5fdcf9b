import { Effect } from 'effect'
import type { Program } from '../program.ts'

export const share = 0.1

const fail = (depth: number): Effect.Effect<number, Error> =>
  Effect.gen(function* () {
    if (depth > 1) return yield* fail(depth - 1)
    yield* Effect.yieldNow
    return yield* Effect.fail(new Error('from below'))
  })

const program: Program = (n, depth) =>
  Effect.runPromise(
    Effect.gen(function* () {
      let caught = 0
      for (let i = 0; i < n; i++) {
        caught += yield* Effect.catch(fail(depth), () => Effect.succeed(1))
      }
      return caught
    }),
  )

export default program
