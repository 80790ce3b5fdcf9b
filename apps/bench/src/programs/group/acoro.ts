import { coroutine, run, type Task, type TaskGroup, taskGroup } from '@acoro/core'
import type { Program } from '../program.ts'

const one = coroutine(function* one() {
  yield
  return 1
})

const ten = coroutine(function* ten(group: TaskGroup) {
  const tasks: Task<number>[] = []
  for (let i = 0; i < 10; i++) tasks.push(group.createTask(one()))
  return tasks
})

const program: Program = (n) =>
  run(function* main() {
    let sum = 0
    for (let i = 0; i < n; i++) {
      for (const task of yield* taskGroup(ten)) sum += task.result()
    }
    return sum
  })

export default program
