import { coroutine, createTask, getRunningLoop, isCancelledError, run, type Task } from '@acoro/core'
import type { Program } from '../program.ts'

let cleaned = 0

const child = coroutine(function* child() {
  try {
    yield* getRunningLoop().createFuture<void>()
  } finally {
    cleaned++
  }
})

const program: Program = (n) =>
  run(function* main() {
    cleaned = 0
    const tasks: Task<void>[] = []
    for (let i = 0; i < n; i++) tasks.push(createTask(child()))
    yield
    for (const task of tasks) task.cancel()
    for (const task of tasks) {
      try {
        yield* task
      } catch (error) {
        if (!isCancelledError(error)) throw error
      }
    }
    return cleaned
  })

export default program
