import { run, until } from 'effection'
import type { Program } from '../program.ts'

const program: Program = async (n) =>
  run(function* () {
    yield* until(Promise.resolve())
    return n
  })

export default program
