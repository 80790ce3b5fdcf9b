import { type Operation, run } from 'effection'
import type { Program } from '../program.ts'

function* fib(n: number): Operation<number> {
  return n < 2 ? n : (yield* fib(n - 1)) + (yield* fib(n - 2))
}

const program: Program = async (n) => run(() => fib(n))

export default program
