import { type Operation, run, sleep, spawn, type Task } from 'effection'
import type { Program } from '../program.ts'

export const share = 0.01

function* child(delay: number): Operation<number> {
  yield* sleep(delay)
  return 1
}

const program: Program = async (n) =>
  run(function* () {
    const tasks: Task<number>[] = []
    for (let i = 0; i < n; i++) tasks.push(yield* spawn(() => child(100 + (i % 100))))
    let sum = 0
    for (const task of tasks) sum += yield* task
    return sum
  })

export default program
