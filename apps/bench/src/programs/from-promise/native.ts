import type { Program } from '../program.ts'

const settled = Promise.resolve(1)

const program: Program = async (n) => {
  let sum = 0
  for (let i = 0; i < n; i++) sum += await settled
  return sum
}

export default program
