import { type CoroutineGenerator, coroutine, run } from '@acoro/core'
import type { Program } from '../program.ts'

// Not `function* fail`: inside, that name would be the bare generator function, which keeps no frames.
const fail = coroutine(function* level(depth: number): CoroutineGenerator<number> {
  if (depth > 1) return yield* fail(depth - 1)
  yield
  throw new Error('from below')
})

const program: Program = (n, depth) =>
  run(function* main() {
    let caught = 0
    for (let i = 0; i < n; i++) {
      try {
        yield* fail(depth)
      } catch {
        caught++
      }
    }
    return caught
  })

export default program
