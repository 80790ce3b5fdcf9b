import type { HoldingProgram } from '../program.ts'

async function child(gate: Promise<number>): Promise<number> {
  return await gate
}

const program: HoldingProgram = async (n, own, probe) => {
  const resolves: ((value: number) => void)[] = []
  const open = () => new Promise<number>((resolve) => resolves.push(resolve))
  let gate = open()
  const started: Promise<number>[] = []
  for (let i = 0; i < n; i++) {
    if (own === 1 && i > 0) gate = open()
    started.push(child(gate))
  }
  await undefined
  probe()
  for (const resolve of resolves) resolve(1)
  let sum = 0
  for (const promise of started) sum += await promise
  return sum
}

export default program
