import { coroutine, createTask, run, type Task } from '@acoro/core'
import { Semaphore } from '@acoro/sync'
import type { Program } from '../program.ts'

const visit = coroutine(function* visit(semaphore: Semaphore) {
  using _permit = yield* semaphore.acquire()
  yield
  return 1
})

const program: Program = (n, permits) =>
  run(function* main() {
    const semaphore = new Semaphore(permits)
    const tasks: Task<number>[] = []
    for (let i = 0; i < n; i++) tasks.push(createTask(visit(semaphore)))
    let sum = 0
    for (const task of tasks) sum += yield* task
    return sum
  })

export default program
