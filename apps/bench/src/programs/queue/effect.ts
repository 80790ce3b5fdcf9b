import { Effect, Fiber, Queue } from 'effect'
import type { Program } from '../program.ts'

export const share = 0.1

const produce = (queue: Queue.Queue<number>, times: number) =>
  Effect.gen(function* () {
    for (let i = 0; i < times; i++) yield* Queue.offer(queue, 1)
  })

const program: Program = (n, capacity) =>
  Effect.runPromise(
    Effect.gen(function* () {
      const queue = capacity === 0 ? yield* Queue.unbounded<number>() : yield* Queue.bounded<number>(capacity)
      const producer = yield* Effect.forkChild(produce(queue, n))
      let sum = 0
      for (let i = 0; i < n; i++) sum += yield* Queue.take(queue)
      yield* Fiber.join(producer)
      return sum
    }),
  )

export default program
