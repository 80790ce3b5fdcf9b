import type { Program } from '../program.ts'

class Ball {
  resolve!: (value: number) => void
  readonly promise: Promise<number> = new Promise<number>((resolve) => {
    this.resolve = resolve
  })
}

async function play(balls: Ball[], me: number, times: number): Promise<number> {
  let sum = 0
  for (let i = 0; i < times; i++) {
    sum += await balls[me]!.promise
    balls[me] = new Ball()
    balls[1 - me]!.resolve(1)
  }
  return sum
}

const program: Program = async (n) => {
  const balls = [new Ball(), new Ball()]
  balls[0]!.resolve(1)
  const [a, b] = await Promise.all([play(balls, 0, n / 2), play(balls, 1, n / 2)])
  return a + b
}

export default program
