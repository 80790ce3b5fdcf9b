import { run, type Steps, Task } from '../least.ts'
import type { Program } from '../program.ts'

function* child(value: number): Steps<number> {
  return value
}

const program: Program = (n) =>
  run(function* main() {
    const tasks: Task<number>[] = []
    for (let i = 0; i < n; i++) tasks.push(new Task(child(i), true))
    let sum = 0
    for (const task of tasks) sum += yield* task
    return sum
  })

export default program
