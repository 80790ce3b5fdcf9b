import { fromPromise } from '@acoro/compat'
import { run } from '@acoro/core'
import type { Program } from '../program.ts'

const settled = Promise.resolve(1)

const program: Program = (n) =>
  run(function* main() {
    let sum = 0
    for (let i = 0; i < n; i++) sum += yield* fromPromise(settled)
    return sum
  })

export default program
