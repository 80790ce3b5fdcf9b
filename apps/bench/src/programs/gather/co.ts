import co from 'co'
import type { Program } from '../program.ts'

function* one(): Generator<Promise<void>, number> {
  yield Promise.resolve()
  return 1
}

const program: Program = (n) =>
  co(function* (): Generator<Generator[], number, number[]> {
    let sum = 0
    for (let i = 0; i < n; i++) {
      const values = yield [one(), one(), one(), one(), one(), one(), one(), one(), one(), one()]
      for (const value of values) sum += value
    }
    return sum
  })

export default program
