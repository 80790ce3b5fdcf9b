import { Effect, Fiber } from 'effect'
import type { Program } from '../program.ts'

export const share = 0.1

const TASKS = 1000

const child = (times: number) =>
  Effect.gen(function* () {
    let count = 0
    for (let i = 0; i < times; i++) {
      yield* Effect.yieldNow
      count++
    }
    return count
  })

const program: Program = (n) =>
  Effect.runPromise(
    Effect.gen(function* () {
      const fibers: Fiber.Fiber<number>[] = []
      for (let i = 0; i < TASKS; i++) fibers.push(yield* Effect.forkChild(child(n / TASKS)))
      let sum = 0
      for (const fiber of fibers) sum += yield* Fiber.join(fiber)
      return sum
    }),
  )

export default program
