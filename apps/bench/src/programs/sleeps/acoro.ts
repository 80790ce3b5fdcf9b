import { coroutine, createTask, run, sleep, type Task } from '@acoro/core'
import type { Program } from '../program.ts'

const child = coroutine(function* child(delay: number) {
  yield* sleep(delay)
  return 1
})

const program: Program = (n) =>
  run(function* main() {
    const tasks: Task<number>[] = []
    for (let i = 0; i < n; i++) tasks.push(createTask(child(100 + (i % 100))))
    let sum = 0
    for (const task of tasks) sum += yield* task
    return sum
  })

export default program
