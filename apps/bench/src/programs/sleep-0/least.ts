import { run } from '../least.ts'
import type { Program } from '../program.ts'

const program: Program = (n) =>
  run(function* main() {
    let count = 0
    for (let i = 0; i < n; i++) {
      yield
      count++
    }
    return count
  })

export default program
