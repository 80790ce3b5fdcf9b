import { coroutine, createTask, run, type Task } from '@acoro/core'
import type { Program } from '../program.ts'

const TASKS = 1000

const child = coroutine(function* child(times: number) {
  let count = 0
  for (let i = 0; i < times; i++) {
    yield
    count++
  }
  return count
})

const program: Program = (n) =>
  run(function* main() {
    const tasks: Task<number>[] = []
    for (let i = 0; i < TASKS; i++) tasks.push(createTask(child(n / TASKS)))
    let sum = 0
    for (const task of tasks) sum += yield* task
    return sum
  })

export default program
