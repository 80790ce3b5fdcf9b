import { coroutine, createTask, run, type Task } from '@acoro/core'
import type { Program } from '../program.ts'

const child = coroutine(function* child(value: number) {
  return value
})
const eager = { eager: true }

const program: Program = (n) =>
  run(function* main() {
    const tasks: Task<number>[] = []
    for (let i = 0; i < n; i++) tasks.push(createTask(child(i), eager))
    let sum = 0
    for (const task of tasks) sum += yield* task
    return sum
  })

export default program
