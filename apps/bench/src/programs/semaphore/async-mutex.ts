import { Semaphore } from 'async-mutex'
import type { Program } from '../program.ts'

async function visit(semaphore: Semaphore): Promise<number> {
  const [, release] = await semaphore.acquire()
  try {
    await undefined
    return 1
  } finally {
    release()
  }
}

const program: Program = async (n, permits) => {
  const semaphore = new Semaphore(permits)
  const started: Promise<number>[] = []
  for (let i = 0; i < n; i++) started.push(visit(semaphore))
  let sum = 0
  for (const promise of started) sum += await promise
  return sum
}

export default program
