// A permit is handed to who waits longest.

import { Future, run, type Steps, Task } from '../least.ts'
import type { Program } from '../program.ts'

class Semaphore {
  permits: number
  readonly waiting: Future<void>[] = []
  /** The first that still waits. */
  first = 0

  constructor(permits: number) {
    this.permits = permits
  }

  acquire(): Future<void> {
    const place = new Future<void>()
    if (this.permits > 0) {
      this.permits--
      place.settle()
    } else this.waiting.push(place)
    return place
  }

  release(): void {
    if (this.first < this.waiting.length) this.waiting[this.first++]!.settle()
    else this.permits++
  }
}

function* visit(semaphore: Semaphore): Steps<number> {
  yield* semaphore.acquire()
  try {
    yield
    return 1
  } finally {
    semaphore.release()
  }
}

const program: Program = (n, permits) =>
  run(function* main() {
    const semaphore = new Semaphore(permits)
    const tasks: Task<number>[] = []
    for (let i = 0; i < n; i++) tasks.push(new Task(visit(semaphore)))
    let sum = 0
    for (const task of tasks) sum += yield* task
    return sum
  })

export default program
