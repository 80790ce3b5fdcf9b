import type { Program } from '../program.ts'

async function fail(depth: number): Promise<number> {
  if (depth > 1) return await fail(depth - 1)
  await undefined
  throw new Error('from below')
}

const program: Program = async (n, depth) => {
  let caught = 0
  for (let i = 0; i < n; i++) {
    try {
      await fail(depth)
    } catch {
      caught++
    }
  }
  return caught
}

export default program
