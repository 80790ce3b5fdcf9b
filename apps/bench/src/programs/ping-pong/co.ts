import co from 'co'
import type { Program } from '../program.ts'

class Ball {
  resolve!: (value: number) => void
  readonly promise: Promise<number> = new Promise<number>((resolve) => {
    this.resolve = resolve
  })
}

function* play(balls: Ball[], me: number, times: number): Generator<Promise<number>, number, number> {
  let sum = 0
  for (let i = 0; i < times; i++) {
    sum += yield balls[me]!.promise
    balls[me] = new Ball()
    balls[1 - me]!.resolve(1)
  }
  return sum
}

const program: Program = (n) =>
  co(function* (): Generator<Generator[], number, [number, number]> {
    const balls = [new Ball(), new Ball()]
    balls[0]!.resolve(1)
    const [a, b] = yield [play(balls, 0, n / 2), play(balls, 1, n / 2)]
    return a + b
  })

export default program
