import { run, until } from 'effection'
import type { Program } from '../program.ts'

export const share = 0.01

const program: Program = async (n) =>
  run(function* () {
    let count = 0
    for (let i = 0; i < n; i++) {
      yield* until(Promise.resolve())
      count++
    }
    return count
  })

export default program
