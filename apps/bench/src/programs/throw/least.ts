// A generator a level, and the engine's own `yield*` between them.

import { run, type Steps } from '../least.ts'
import type { Program } from '../program.ts'

function* level(depth: number): Steps<number> {
  if (depth > 1) return yield* level(depth - 1)
  yield
  throw new Error('from below')
}

const program: Program = (n, depth) =>
  run(function* main() {
    let caught = 0
    for (let i = 0; i < n; i++) {
      try {
        yield* level(depth)
      } catch {
        caught++
      }
    }
    return caught
  })

export default program
