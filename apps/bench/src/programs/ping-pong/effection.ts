import { all, type Operation, run, type WithResolvers, withResolvers } from 'effection'
import type { Program } from '../program.ts'

export const share = 0.1

function* play(balls: WithResolvers<number>[], me: number, times: number): Operation<number> {
  let sum = 0
  for (let i = 0; i < times; i++) {
    sum += yield* balls[me]!.operation
    balls[me] = withResolvers<number>()
    balls[1 - me]!.resolve(1)
  }
  return sum
}

const program: Program = async (n) =>
  run(function* () {
    const balls = [withResolvers<number>(), withResolvers<number>()]
    balls[0]!.resolve(1)
    const [a, b] = yield* all([play(balls, 0, n / 2), play(balls, 1, n / 2)])
    return a + b
  })

export default program
