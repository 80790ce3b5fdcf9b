import { Effect, Fiber } from 'effect'
import { TestClock } from 'effect/testing'
import type { Program } from '../program.ts'

export const share = 0.1

const TASKS = 1000

const child = (times: number) =>
  Effect.gen(function* () {
    for (let i = 0; i < times; i++) yield* Effect.sleep(10)
    return times
  })

const program: Program = (n) => {
  const main = Effect.gen(function* () {
    const fibers: Fiber.Fiber<number>[] = []
    for (let i = 0; i < TASKS; i++) fibers.push(yield* Effect.forkChild(child(n / TASKS)))
    yield* TestClock.adjust((n / TASKS) * 10)
    let sum = 0
    for (const fiber of fibers) sum += yield* Fiber.join(fiber)
    return sum
  })
  return Effect.runPromise(Effect.provide(main, TestClock.layer()))
}

export default program
