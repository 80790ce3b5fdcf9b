import PQueue from 'p-queue'
import type { Program } from '../program.ts'

async function visit(): Promise<number> {
  await undefined
  return 1
}

const program: Program = async (n, permits) => {
  const queue = new PQueue({ concurrency: permits })
  const started: Promise<number>[] = []
  for (let i = 0; i < n; i++) started.push(queue.add(visit))
  let sum = 0
  for (const promise of started) sum += await promise
  return sum
}

export default program
