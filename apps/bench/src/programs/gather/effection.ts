import { all, type Operation, run, until } from 'effection'
import type { Program } from '../program.ts'

export const share = 0.01

function* one(): Operation<number> {
  yield* until(Promise.resolve())
  return 1
}

const program: Program = async (n) =>
  run(function* () {
    let sum = 0
    for (let i = 0; i < n; i++) {
      const values = yield* all([one(), one(), one(), one(), one(), one(), one(), one(), one(), one()])
      for (const value of values) sum += value
    }
    return sum
  })

export default program
