import { Future, Gathering, run, type Steps, Task } from '../least.ts'
import type { Program } from '../program.ts'

function* play(balls: Future<number>[], me: number, times: number): Steps<number> {
  let sum = 0
  for (let i = 0; i < times; i++) {
    sum += yield* balls[me]!
    balls[me] = new Future<number>()
    balls[1 - me]!.settle(1)
  }
  return sum
}

const program: Program = (n) =>
  run(function* main() {
    const balls = [new Future<number>(), new Future<number>()]
    balls[0]!.settle(1)
    const [a, b] = yield* new Gathering([new Task(play(balls, 0, n / 2)), new Task(play(balls, 1, n / 2))])
    return a! + b!
  })

export default program
