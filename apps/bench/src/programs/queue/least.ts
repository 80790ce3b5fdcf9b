// As asyncio's queue: who waits is woken, and then looks whether there is an item, or room.

import { Future, run, type Steps, Task } from '../least.ts'
import type { Program } from '../program.ts'

class Queue {
  readonly capacity: number
  readonly items: number[] = []
  /** The first that nobody has taken: `shift()` of a long array moves all the others. */
  first = 0
  readonly getters: Future<void>[] = []
  readonly putters: Future<void>[] = []

  constructor(capacity: number) {
    this.capacity = capacity
  }

  *put(item: number): Steps<void> {
    while (this.capacity > 0 && this.items.length - this.first >= this.capacity) yield* parked(this.putters)
    this.items.push(item)
    this.getters.shift()?.settle()
  }

  *get(): Steps<number> {
    while (this.first === this.items.length) yield* parked(this.getters)
    const item = this.items[this.first++] as number
    if (this.first === this.items.length) this.items.length = this.first = 0
    this.putters.shift()?.settle()
    return item
  }
}

function parked(queue: Future<void>[]): Future<void> {
  const place = new Future<void>()
  queue.push(place)
  return place
}

function* produce(queue: Queue, times: number): Steps<void> {
  for (let i = 0; i < times; i++) yield* queue.put(1)
}

const program: Program = (n, capacity) =>
  run(function* main() {
    const queue = new Queue(capacity)
    const producer = new Task(produce(queue, n))
    let sum = 0
    for (let i = 0; i < n; i++) sum += yield* queue.get()
    yield* producer
    return sum
  })

export default program
