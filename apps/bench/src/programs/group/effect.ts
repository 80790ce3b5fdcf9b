import { Effect, Fiber } from 'effect'
import type { Program } from '../program.ts'

export const share = 0.1

const one = Effect.as(Effect.yieldNow, 1)

const ten = Effect.scoped(
  Effect.gen(function* () {
    const fibers: Fiber.Fiber<number>[] = []
    for (let i = 0; i < 10; i++) fibers.push(yield* Effect.forkScoped(one))
    return yield* Fiber.joinAll(fibers)
  }),
)

const program: Program = (n) =>
  Effect.runPromise(
    Effect.gen(function* () {
      let sum = 0
      for (let i = 0; i < n; i++) {
        for (const value of yield* ten) sum += value
      }
      return sum
    }),
  )

export default program
