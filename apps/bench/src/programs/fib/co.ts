import co from 'co'
import type { Program } from '../program.ts'

function* fib(n: number): Generator<Generator, number, number> {
  return n < 2 ? n : (yield fib(n - 1)) + (yield fib(n - 2))
}

const program: Program = (n) => co(fib, n)

export default program
