import { run } from '@acoro/core'
import type { Program } from '../program.ts'

const program: Program = (n) =>
  run(function* main() {
    yield
    return n
  })

export default program
