import { Context, Effect, Fiber } from 'effect'
import type { Program } from '../program.ts'

export const share = 0.25

const Id = Context.Reference<number>('id', { defaultValue: () => 0 })

const child = Effect.gen(function* () {
  yield* Effect.yieldNow
  return yield* Id
})

const program: Program = (n) =>
  Effect.runPromise(
    Effect.gen(function* () {
      const fibers: Fiber.Fiber<number>[] = []
      for (let i = 0; i < n; i++) {
        fibers.push(yield* Effect.forkChild(Effect.provideService(child, Id, i)))
      }
      let sum = 0
      for (const fiber of fibers) sum += yield* Fiber.join(fiber)
      return sum
    }),
  )

export default program
