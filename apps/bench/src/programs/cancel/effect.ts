import { Effect, Fiber } from 'effect'
import type { Program } from '../program.ts'

export const share = 0.25

let cleaned = 0

const child = Effect.ensuring(
  Effect.never,
  Effect.sync(() => {
    cleaned++
  }),
)

const program: Program = (n) =>
  Effect.runPromise(
    Effect.gen(function* () {
      cleaned = 0
      const fibers: Fiber.Fiber<never>[] = []
      for (let i = 0; i < n; i++) fibers.push(yield* Effect.forkChild(child))
      yield* Effect.yieldNow
      yield* Fiber.interruptAll(fibers)
      return cleaned
    }),
  )

export default program
