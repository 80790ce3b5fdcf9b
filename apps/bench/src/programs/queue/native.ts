import { PromiseQueue } from '../../sync/promises.ts'
import type { Program } from '../program.ts'

async function produce(queue: PromiseQueue<number>, times: number): Promise<void> {
  for (let i = 0; i < times; i++) await queue.put(1)
}

const program: Program = async (n, capacity) => {
  const queue = new PromiseQueue<number>(capacity || Number.POSITIVE_INFINITY)
  const producer = produce(queue, n)
  let sum = 0
  for (let i = 0; i < n; i++) sum += await queue.get()
  await producer
  return sum
}

export default program
