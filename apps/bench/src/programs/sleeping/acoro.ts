import { coroutine, createTask, run, sleep, type Task } from '@acoro/core'
import type { HoldingProgram } from '../program.ts'

const child = coroutine(function* child() {
  yield* sleep(500)
  return 1
})

const program: HoldingProgram = (n, _option, probe) =>
  run(function* main() {
    const tasks: Task<number>[] = []
    for (let i = 0; i < n; i++) tasks.push(createTask(child()))
    yield
    probe()
    let sum = 0
    for (const task of tasks) sum += yield* task
    return sum
  })

export default program
