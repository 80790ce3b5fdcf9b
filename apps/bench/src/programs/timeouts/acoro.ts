import { coroutine, run, timeout } from '@acoro/core'
import type { Program } from '../program.ts'

const work = coroutine(function* work() {
  yield
  return 1
})

const program: Program = (n) =>
  run(function* main() {
    let sum = 0
    for (let i = 0; i < n; i++) sum += yield* timeout(60_000, work)
    return sum
  })

export default program
