import type { Program } from '../program.ts'

async function child(value: number): Promise<number> {
  return value
}

const program: Program = async (n) => {
  const started: Promise<number>[] = []
  for (let i = 0; i < n; i++) started.push(child(i))
  let sum = 0
  for (const promise of started) sum += await promise
  return sum
}

export default program
