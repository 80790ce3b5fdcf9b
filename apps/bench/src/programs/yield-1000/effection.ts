import { type Operation, run, spawn, type Task, until } from 'effection'
import type { Program } from '../program.ts'

export const share = 0.01

const TASKS = 1000

function* child(times: number): Operation<number> {
  let count = 0
  for (let i = 0; i < times; i++) {
    yield* until(Promise.resolve())
    count++
  }
  return count
}

const program: Program = async (n) =>
  run(function* () {
    const tasks: Task<number>[] = []
    for (let i = 0; i < TASKS; i++) tasks.push(yield* spawn(() => child(n / TASKS)))
    let sum = 0
    for (const task of tasks) sum += yield* task
    return sum
  })

export default program
