import type { Program } from '../program.ts'

async function one(): Promise<number> {
  return 1
}

const program: Program = async (n) => {
  let sum = 0
  for (let i = 0; i < n; i++) sum += await one()
  return sum
}

export default program
