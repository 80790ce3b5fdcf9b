import { ContextVar, coroutine, createTask, run, type Task } from '@acoro/core'
import type { Program } from '../program.ts'

const id = new ContextVar<number>('id')

const child = coroutine(function* child(value: number) {
  id.set(value)
  yield
  return id.get()
})

const program: Program = (n) =>
  run(function* main() {
    const tasks: Task<number>[] = []
    for (let i = 0; i < n; i++) tasks.push(createTask(child(i)))
    let sum = 0
    for (const task of tasks) sum += yield* task
    return sum
  })

export default program
