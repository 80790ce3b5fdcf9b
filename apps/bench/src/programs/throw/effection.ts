import { type Operation, run, until } from 'effection'
import type { Program } from '../program.ts'

export const share = 0.1

function* fail(depth: number): Operation<number> {
  if (depth > 1) return yield* fail(depth - 1)
  yield* until(Promise.resolve())
  throw new Error('from below')
}

const program: Program = async (n, depth) =>
  run(function* () {
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
