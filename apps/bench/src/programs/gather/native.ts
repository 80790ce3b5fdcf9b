import type { Program } from '../program.ts'

async function one(): Promise<number> {
  await undefined
  return 1
}

const program: Program = async (n) => {
  let sum = 0
  for (let i = 0; i < n; i++) {
    const values = await Promise.all([one(), one(), one(), one(), one(), one(), one(), one(), one(), one()])
    for (const value of values) sum += value
  }
  return sum
}

export default program
