import type { Program } from '../program.ts'

async function descend(depth: number, times: number): Promise<number> {
  if (depth > 1) return await descend(depth - 1, times)
  let count = 0
  for (let i = 0; i < times; i++) {
    await undefined
    count++
  }
  return count
}

const program: Program = (n, depth) => descend(depth, n)

export default program
