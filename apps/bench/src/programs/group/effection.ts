import { type Operation, run, scoped, spawn, type Task, until } from 'effection'
import type { Program } from '../program.ts'

export const share = 0.01

function* one(): Operation<number> {
  yield* until(Promise.resolve())
  return 1
}

function* ten(): Operation<number> {
  const tasks: Task<number>[] = []
  for (let i = 0; i < 10; i++) tasks.push(yield* spawn(one))
  let sum = 0
  for (const task of tasks) sum += yield* task
  return sum
}

const program: Program = async (n) =>
  run(function* () {
    let sum = 0
    for (let i = 0; i < n; i++) sum += yield* scoped(ten)
    return sum
  })

export default program
