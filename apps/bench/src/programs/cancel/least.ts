// The error is thrown where each waits, in its next step; it is one for all, and is caught again at the end
// of the task.

import { Future, run, type Steps, Task } from '../least.ts'
import type { Program } from '../program.ts'

const cancelled = new Error('cancelled')
let cleaned = 0

class Child extends Task<void> {
  cancelled = false
  parkedOn: Future<void> | null = null

  override step(): void {
    if (this.cancelled) this.raise(cancelled)
    else super.step()
  }

  cancel(): void {
    this.cancelled = true
    this.parkedOn!.settle()
  }
}

function* child(parkedOn: Future<void>): Steps<void> {
  try {
    yield* parkedOn
  } finally {
    cleaned++
  }
}

const program: Program = (n) =>
  run(function* main() {
    cleaned = 0
    const tasks: Child[] = []
    for (let i = 0; i < n; i++) {
      const future = new Future<void>()
      const task = new Child(child(future))
      task.parkedOn = future
      tasks.push(task)
    }
    yield
    for (const task of tasks) task.cancel()
    for (const task of tasks) yield* task
    return cleaned
  })

export default program
