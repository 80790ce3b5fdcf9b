import { run, spawn, type Task } from 'effection'
import type { Program } from '../program.ts'

export const share = 0.01

const program: Program = async (n) =>
  run(function* () {
    const tasks: Task<number>[] = []
    for (let i = 0; i < n; i++) {
      tasks.push(
        yield* spawn(function* () {
          return i
        }),
      )
    }
    let sum = 0
    for (const task of tasks) sum += yield* task
    return sum
  })

export default program
