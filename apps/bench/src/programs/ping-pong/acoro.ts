import { coroutine, type Future, gather, getRunningLoop, run } from '@acoro/core'
import type { Program } from '../program.ts'

const play = coroutine(function* play(balls: Future<number>[], me: number, times: number) {
  const loop = getRunningLoop()
  let sum = 0
  for (let i = 0; i < times; i++) {
    sum += yield* balls[me]!
    balls[me] = loop.createFuture<number>()
    balls[1 - me]!.setResult(1)
  }
  return sum
})

const program: Program = (n) =>
  run(function* main() {
    const loop = getRunningLoop()
    const balls = [loop.createFuture<number>(), loop.createFuture<number>()]
    balls[0]!.setResult(1)
    const [a, b] = yield* gather(play(balls, 0, n / 2), play(balls, 1, n / 2))
    return a + b
  })

export default program
