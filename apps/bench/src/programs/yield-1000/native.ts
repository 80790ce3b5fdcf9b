import type { Program } from '../program.ts'

const TASKS = 1000

async function child(times: number): Promise<number> {
  let count = 0
  for (let i = 0; i < times; i++) {
    await undefined
    count++
  }
  return count
}

const program: Program = async (n) => {
  const started: Promise<number>[] = []
  for (let i = 0; i < TASKS; i++) started.push(child(n / TASKS))
  let sum = 0
  for (const promise of started) sum += await promise
  return sum
}

export default program
