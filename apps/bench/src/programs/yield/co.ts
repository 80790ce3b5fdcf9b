import co from 'co'
import type { Program } from '../program.ts'

const program: Program = (n) =>
  co(function* (): Generator<Promise<void>, number> {
    let count = 0
    for (let i = 0; i < n; i++) {
      yield Promise.resolve()
      count++
    }
    return count
  })

export default program
