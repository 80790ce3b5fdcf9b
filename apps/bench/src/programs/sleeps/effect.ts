import { Effect, Fiber } from 'effect'
import type { Program } from '../program.ts'

const program: Program = (n) =>
  Effect.runPromise(
    Effect.gen(function* () {
      const fibers: Fiber.Fiber<number>[] = []
      for (let i = 0; i < n; i++)
        fibers.push(yield* Effect.forkChild(Effect.as(Effect.sleep(100 + (i % 100)), 1)))
      let sum = 0
      for (const fiber of fibers) sum += yield* Fiber.join(fiber)
      return sum
    }),
  )

export default program
