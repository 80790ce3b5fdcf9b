import co from 'co'
import type { Program } from '../program.ts'

const program: Program = (n) =>
  co(function* () {
    yield Promise.resolve()
    return n
  })

export default program
