// Without an error a group waits for its tasks as gather does, and its body is one generator more.

import { Gathering, run, type Steps, Task } from '../least.ts'
import type { Program } from '../program.ts'

function* one(): Steps<number> {
  yield
  return 1
}

function* ten(tasks: Task<number>[]): Steps<Task<number>[]> {
  for (let i = 0; i < 10; i++) tasks.push(new Task(one()))
  return tasks
}

const program: Program = (n) =>
  run(function* main() {
    let sum = 0
    for (let i = 0; i < n; i++) {
      const tasks = yield* ten([])
      yield* new Gathering(tasks)
      for (const { value } of tasks) sum += value
    }
    return sum
  })

export default program
