import { Deferred, Effect } from 'effect'
import type { Program } from '../program.ts'

const play = (balls: Deferred.Deferred<number>[], me: number, times: number) =>
  Effect.gen(function* () {
    let sum = 0
    for (let i = 0; i < times; i++) {
      sum += yield* Deferred.await(balls[me]!)
      balls[me] = yield* Deferred.make<number>()
      yield* Deferred.succeed(balls[1 - me]!, 1)
    }
    return sum
  })

const program: Program = (n) =>
  Effect.runPromise(
    Effect.gen(function* () {
      const balls = [yield* Deferred.make<number>(), yield* Deferred.make<number>()]
      yield* Deferred.succeed(balls[0]!, 1)
      const [a, b] = yield* Effect.all([play(balls, 0, n / 2), play(balls, 1, n / 2)], {
        concurrency: 'unbounded',
      })
      return a + b
    }),
  )

export default program
