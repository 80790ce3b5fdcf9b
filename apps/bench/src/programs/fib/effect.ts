import { Effect } from 'effect'
import type { Program } from '../program.ts'

const fib = (n: number): Effect.Effect<number> =>
  Effect.gen(function* () {
    return n < 2 ? n : (yield* fib(n - 1)) + (yield* fib(n - 2))
  })

const program: Program = (n) => Effect.runPromise(fib(n))

export default program
