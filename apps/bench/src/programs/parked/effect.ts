import { Deferred, Effect, Fiber } from 'effect'
import type { HoldingProgram } from '../program.ts'

const program: HoldingProgram = (n, own, probe) =>
  Effect.runPromise(
    Effect.gen(function* () {
      const gates = [yield* Deferred.make<number>()]
      const fibers: Fiber.Fiber<number>[] = []
      for (let i = 0; i < n; i++) {
        if (own === 1 && i > 0) gates.push(yield* Deferred.make<number>())
        fibers.push(yield* Effect.forkChild(Deferred.await(gates.at(-1)!)))
      }
      yield* Effect.yieldNow
      probe()
      for (const gate of gates) yield* Deferred.succeed(gate, 1)
      let sum = 0
      for (const fiber of fibers) sum += yield* Fiber.join(fiber)
      return sum
    }),
  )

export default program
