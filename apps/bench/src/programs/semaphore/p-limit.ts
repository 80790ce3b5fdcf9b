import pLimit from 'p-limit'
import type { Program } from '../program.ts'

async function visit(): Promise<number> {
  await undefined
  return 1
}

const program: Program = async (n, permits) => {
  const limit = pLimit(permits)
  const started: Promise<number>[] = []
  for (let i = 0; i < n; i++) started.push(limit(visit))
  let sum = 0
  for (const promise of started) sum += await promise
  return sum
}

export default program
