import type { Program } from '../program.ts'

async function child(gate: Promise<number>): Promise<number> {
  return await gate
}

const program: Program = async (n) => {
  const resolves: ((value: number) => void)[] = []
  const started: Promise<number>[] = []
  for (let i = 0; i < n; i++) started.push(child(new Promise<number>((resolve) => resolves.push(resolve))))
  await undefined
  for (const resolve of resolves) resolve(1)
  let sum = 0
  for (const promise of started) sum += await promise
  return sum
}

export default program
