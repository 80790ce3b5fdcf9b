import co from 'co'
import type { Program } from '../program.ts'

function* fail(depth: number): Generator<Promise<void>, number> {
  if (depth > 1) return yield* fail(depth - 1)
  yield Promise.resolve()
  throw new Error('from below')
}

const program: Program = (n, depth) =>
  co(function* (): Generator<Generator, number> {
    let caught = 0
    for (let i = 0; i < n; i++) {
      try {
        yield fail(depth)
      } catch {
        caught++
      }
    }
    return caught
  })

export default program
