import type { Program } from '../program.ts'

async function child(delay: number): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, delay))
  return 1
}

const program: Program = async (n) => {
  const started: Promise<number>[] = []
  for (let i = 0; i < n; i++) started.push(child(100 + (i % 100)))
  let sum = 0
  for (const promise of started) sum += await promise
  return sum
}

export default program
