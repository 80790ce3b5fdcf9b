// A generator a call, and the engine's own `yield*` between them.

import { run, type Steps } from '../least.ts'
import type { Program } from '../program.ts'

function* fib(n: number): Steps<number> {
  return n < 2 ? n : (yield* fib(n - 1)) + (yield* fib(n - 2))
}

const program: Program = (n) => run(() => fib(n))

export default program
