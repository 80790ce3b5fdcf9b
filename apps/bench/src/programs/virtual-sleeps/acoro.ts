import { coroutine, createTask, sleep, type Task } from '@acoro/core'
import { VirtualLoop } from '@acoro/testing'
import type { Program } from '../program.ts'

const TASKS = 1000

const child = coroutine(function* child(times: number) {
  for (let i = 0; i < times; i++) yield* sleep(10)
  return times
})

const program: Program = async (n) =>
  new VirtualLoop({ stepLimit: Number.POSITIVE_INFINITY }).runSync(function* main() {
    const tasks: Task<number>[] = []
    for (let i = 0; i < TASKS; i++) tasks.push(createTask(child(n / TASKS)))
    let sum = 0
    for (const task of tasks) sum += yield* task
    return sum
  })

export default program
