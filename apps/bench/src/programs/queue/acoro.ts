import { coroutine, createTask, run } from '@acoro/core'
import { Queue } from '@acoro/sync'
import type { Program } from '../program.ts'

const produce = coroutine(function* produce(queue: Queue<number>, times: number) {
  for (let i = 0; i < times; i++) yield* queue.put(1)
})

const program: Program = (n, capacity) =>
  run(function* main() {
    const queue = new Queue<number>(capacity)
    const producer = createTask(produce(queue, n))
    let sum = 0
    for (let i = 0; i < n; i++) sum += yield* queue.get()
    yield* producer
    return sum
  })

export default program
