import { asyncify } from '@acoro/compat'
import { coroutine } from '@acoro/core'
import type { Program } from '../program.ts'

const one = asyncify(
  coroutine(function* one() {
    return 1
  }),
)

const program: Program = async (n) => {
  let sum = 0
  for (let i = 0; i < n; i++) sum += await one()
  return sum
}

export default program
