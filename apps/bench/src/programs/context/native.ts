import { AsyncLocalStorage } from 'node:async_hooks'
import type { Program } from '../program.ts'

const id = new AsyncLocalStorage<number>()

async function child(): Promise<number> {
  await undefined
  return id.getStore()!
}

const program: Program = async (n) => {
  const started: Promise<number>[] = []
  for (let i = 0; i < n; i++) started.push(id.run(i, child))
  let sum = 0
  for (const promise of started) sum += await promise
  return sum
}

export default program
