import { Gathering, run, type Steps, Task } from '../least.ts'
import type { Program } from '../program.ts'

function* one(): Steps<number> {
  yield
  return 1
}

const program: Program = (n) =>
  run(function* main() {
    let sum = 0
    for (let i = 0; i < n; i++) {
      const tasks: Task<number>[] = []
      for (let j = 0; j < 10; j++) tasks.push(new Task(one()))
      for (const value of yield* new Gathering(tasks)) sum += value
    }
    return sum
  })

export default program
