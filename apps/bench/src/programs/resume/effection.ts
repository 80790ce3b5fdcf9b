import { type Operation, run, until } from 'effection'
import type { Program } from '../program.ts'

export const share = 0.01

function* descend(depth: number, times: number): Operation<number> {
  if (depth > 1) return yield* descend(depth - 1, times)
  let count = 0
  for (let i = 0; i < times; i++) {
    yield* until(Promise.resolve())
    count++
  }
  return count
}

const program: Program = async (n, depth) => run(() => descend(depth, n))

export default program
