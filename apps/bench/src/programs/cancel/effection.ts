import { type Operation, run, sleep, spawn, suspend, type Task } from 'effection'
import type { Program } from '../program.ts'

export const share = 0.01

let cleaned = 0

function* child(): Operation<void> {
  try {
    yield* suspend()
  } finally {
    cleaned++
  }
}

const program: Program = async (n) =>
  run(function* () {
    cleaned = 0
    const tasks: Task<void>[] = []
    for (let i = 0; i < n; i++) tasks.push(yield* spawn(child))
    yield* sleep(0)
    for (const task of tasks) yield* task.halt()
    return cleaned
  })

export default program
