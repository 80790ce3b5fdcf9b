import { Future, run, type Steps, Task } from '../least.ts'
import type { Program } from '../program.ts'

function* child(gate: Future<number>): Steps<number> {
  return yield* gate
}

const program: Program = (n) =>
  run(function* main() {
    const gates: Future<number>[] = []
    const tasks: Task<number>[] = []
    for (let i = 0; i < n; i++) {
      const gate = new Future<number>()
      gates.push(gate)
      tasks.push(new Task(child(gate)))
    }
    yield
    for (const gate of gates) gate.settle(1)
    let sum = 0
    for (const task of tasks) sum += yield* task
    return sum
  })

export default program
