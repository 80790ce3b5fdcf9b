import { type CoroutineGenerator, coroutine, run } from '@acoro/core'
import type { Program } from '../program.ts'

// Not `function* fib`: inside, that name would be the bare generator function, which keeps no frames.
const fib = coroutine(function* fibonacci(n: number): CoroutineGenerator<number> {
  return n < 2 ? n : (yield* fib(n - 1)) + (yield* fib(n - 2))
})

const program: Program = (n) => run(fib(n))

export default program
