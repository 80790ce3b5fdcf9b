import type { HoldingProgram } from '../program.ts'

async function child(): Promise<number> {
  await new Promise((resolve) => setTimeout(resolve, 500))
  return 1
}

const program: HoldingProgram = async (n, _option, probe) => {
  const started: Promise<number>[] = []
  for (let i = 0; i < n; i++) started.push(child())
  await undefined
  probe()
  let sum = 0
  for (const promise of started) sum += await promise
  return sum
}

export default program
