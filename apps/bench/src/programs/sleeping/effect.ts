import { Effect, Fiber } from 'effect'
import type { HoldingProgram } from '../program.ts'

const child = Effect.as(Effect.sleep(500), 1)

const program: HoldingProgram = (n, _option, probe) =>
  Effect.runPromise(
    Effect.gen(function* () {
      const fibers: Fiber.Fiber<number>[] = []
      for (let i = 0; i < n; i++) fibers.push(yield* Effect.forkChild(child))
      yield* Effect.yieldNow
      probe()
      let sum = 0
      for (const fiber of fibers) sum += yield* Fiber.join(fiber)
      return sum
    }),
  )

export default program
