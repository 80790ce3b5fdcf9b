import co from 'co'
import type { Program } from '../program.ts'

function* descend(depth: number, times: number): Generator<Promise<void>, number> {
  if (depth > 1) return yield* descend(depth - 1, times)
  let count = 0
  for (let i = 0; i < times; i++) {
    yield Promise.resolve()
    count++
  }
  return count
}

const program: Program = (n, depth) => co(descend, depth, n)

export default program
