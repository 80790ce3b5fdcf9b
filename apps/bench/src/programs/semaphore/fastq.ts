import * as fastq from 'fastq'
import type { Program } from '../program.ts'

async function visit(value: number): Promise<number> {
  await undefined
  return value
}

const program: Program = async (n, permits) => {
  const queue = fastq.promise(visit, permits)
  const started: Promise<number>[] = []
  for (let i = 0; i < n; i++) started.push(queue.push(1))
  let sum = 0
  for (const promise of started) sum += await promise
  return sum
}

export default program
