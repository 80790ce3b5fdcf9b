import { type Operation, run, sleep, spawn, type Task } from 'effection'
import type { HoldingProgram } from '../program.ts'

export const share = 0.02

function* child(): Operation<number> {
  yield* sleep(500)
  return 1
}

const program: HoldingProgram = async (n, _option, probe) =>
  run(function* () {
    const tasks: Task<number>[] = []
    for (let i = 0; i < n; i++) tasks.push(yield* spawn(child))
    yield* sleep(0)
    probe()
    let sum = 0
    for (const task of tasks) sum += yield* task
    return sum
  })

export default program
