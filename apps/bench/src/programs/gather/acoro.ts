import { coroutine, gather, run } from '@acoro/core'
import type { Program } from '../program.ts'

const one = coroutine(function* one() {
  yield
  return 1
})

const program: Program = (n) =>
  run(function* main() {
    let sum = 0
    for (let i = 0; i < n; i++) {
      const values = yield* gather(one(), one(), one(), one(), one(), one(), one(), one(), one(), one())
      for (const value of values) sum += value
    }
    return sum
  })

export default program
