import { type CoroutineGenerator, coroutine, run } from '@acoro/core'
import type { Program } from '../program.ts'

// Not `function* descend`: inside, that name would be the bare generator function, which keeps no frames.
const descend = coroutine(function* level(depth: number, times: number): CoroutineGenerator<number> {
  if (depth > 1) return yield* descend(depth - 1, times)
  let count = 0
  for (let i = 0; i < times; i++) {
    yield
    count++
  }
  return count
})

const program: Program = (n, depth) => run(descend(depth, n))

export default program
